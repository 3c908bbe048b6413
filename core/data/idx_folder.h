// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

#include <filesystem>

namespace latent {

/// One IDX file of images, with the labels of the file beside it that is named alike ("images-idx3" →
/// "labels-idx1"), if there is one.
extern const Format kIdxFormat;

/// A folder with train-images-idx3-ubyte, and perhaps t10k-images-idx3-ubyte and the label files of both
/// (with ".idx" for "-idx" and with ".gz" too). The training images come first; without a t10k file the set
/// has no split of its own.
extern const Format kIdxFolderFormat;

/// Whether such a folder's training images are there.
bool holdsIdxImages(const std::filesystem::path& folder);

/// The four files of a set under names of its own; each may be there packed (".gz") instead.
struct IdxFiles {
    std::filesystem::path trainImages;
    std::filesystem::path trainLabels;
    std::filesystem::path testImages;
    std::filesystem::path testLabels;
    bool transposed = false;
};
bool areThere(const IdxFiles& files);
/// As a folder is opened: the training images first. Throws Error, Cancelled.
ImageDataset openIdxFiles(const IdxFiles& files, const OpenOptions& options, const Progress& progress);
/// Reads the headers of the images and all labels. Throws Error.
void checkIdxFiles(const IdxFiles& files);

} // namespace latent
