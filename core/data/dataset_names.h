// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <filesystem>

namespace latent {

/// Sets the name and the origin of a set that was opened from a file or a folder.
void nameAfter(ImageDataset& dataset, const std::filesystem::path& path);

/// Names the classes by their numbers, where there are labels.
void numberClasses(ImageDataset& dataset);

} // namespace latent
