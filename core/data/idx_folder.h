// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/progress.h"

#include <filesystem>

namespace latent {

/// One IDX file of images, with the labels of the file beside it that is named alike ("images-idx3" →
/// "labels-idx1"), if there is one. Leaves train and test empty.
ImageDataset openIdxFile(const std::filesystem::path& file, const Progress& progress);

/// A folder with train-images-idx3-ubyte, and perhaps t10k-images-idx3-ubyte and the label files of both
/// (with ".idx" for "-idx" and with ".gz" too). The training images come first. Sets train and test, or
/// leaves both empty where there is no t10k file.
ImageDataset openIdxFolder(const std::filesystem::path& folder, const Progress& progress);

/// Whether openIdxFolder would find training images there.
bool holdsIdxImages(const std::filesystem::path& folder);

} // namespace latent
