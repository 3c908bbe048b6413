// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <filesystem>
#include <string>

namespace latent {

/// The file that an image was read from, or the one that holds all of them, in the bytes of the file system;
/// empty: the set is generated or has a name instead of a path.
std::filesystem::path fileOf(const ImageDataset& dataset, Index image);

/// Whether each image has a file of its own, or a page of one.
bool hasOwnFile(const ImageDataset& dataset, Index image);

/// That file below what was opened, for people: "train/cats/1.png", "stack.tif, page 3"; empty where one file
/// holds all.
std::string fileText(const ImageDataset& dataset, Index image);

} // namespace latent
