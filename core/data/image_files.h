// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <filesystem>
#include <string>

namespace latent {

/// The file of an image, or the one that holds all of them, in the bytes of the file system; empty: the set
/// is generated or has a name instead of a path.
std::filesystem::path fileOf(const ImageDataset& dataset, Index image);

/// Whether each image has its own file, or its own page of one.
bool hasOwnFile(const ImageDataset& dataset, Index image);

/// That file below the opened path, for display: "train/cats/1.png", "stack.tif, page 3"; empty if one file
/// holds all images.
std::string fileText(const ImageDataset& dataset, Index image);

} // namespace latent
