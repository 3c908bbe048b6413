// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <string_view>
#include <vector>

namespace latent {

/// What an image of a table is for.
enum class TablePart : unsigned char { Train, Test, Validation, Unknown };

/// The part that a word names, as people write it: "Training", "PublicTest", "val".
TablePart partNamed(std::string_view word);

/// Splits a set by the parts of its images, [images]: those for testing are held out or, where there are
/// none, those for validation; where both are there, the images for validation are dropped. Leaves the set as
/// it is where nothing would be held out, or nothing left to train on. Throws Error: not enough memory.
void splitByParts(ImageDataset& dataset, const std::vector<TablePart>& parts);

} // namespace latent
