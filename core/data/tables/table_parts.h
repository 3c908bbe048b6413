// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <string_view>
#include <vector>

namespace latent {

/// The purpose of an image of a table.
enum class TablePart : unsigned char { Train, Test, Validation, Unknown };

/// The part that a word names in common usage: "Training", "PublicTest", "val".
TablePart partNamed(std::string_view word);

/// Splits a set by the parts of its images, [images]: holds out those for testing or, if there are none,
/// those for validation; if there are both, drops the images for validation. Leaves the set unchanged if
/// nothing would be held out or nothing left to train on. Throws Error: not enough memory.
void splitByParts(ImageDataset& dataset, const std::vector<TablePart>& parts);

} // namespace latent
