// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

#include <filesystem>

namespace latent {

/// An IDX file of images, with the files beside it that match its name: its labels ("images-idx3" →
/// "labels-idx1") and, if it holds training images, the test images and their labels ("X-test-images",
/// "t10k-images").
extern const Format kIdxFormat;

/// The four files of a set under their own names; each may be compressed (".gz") instead.
struct IdxFiles {
    std::filesystem::path trainImages;
    std::filesystem::path trainLabels;
    std::filesystem::path testImages;
    std::filesystem::path testLabels;
    bool transposed = false;
};
bool areThere(const IdxFiles& files);
/// Training images first. Throws Error, Cancelled.
ImageDataset openIdxFiles(const IdxFiles& files, const OpenOptions& options, const Progress& progress);
/// Reads the headers of the images and all labels. Throws Error.
void checkIdxFiles(const IdxFiles& files);

} // namespace latent
