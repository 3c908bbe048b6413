// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

#include <filesystem>

namespace latent {

/// An IDX file of images, with what lies beside it under the same name: its labels ("images-idx3" →
/// "labels-idx1") and, if it holds training images, the test images and theirs ("X-test-images",
/// "t10k-images").
extern const Format kIdxFormat;

/// The four files of a set under names of its own; each may be there packed (".gz") instead.
struct IdxFiles {
    std::filesystem::path trainImages;
    std::filesystem::path trainLabels;
    std::filesystem::path testImages;
    std::filesystem::path testLabels;
    bool transposed = false;
};
bool areThere(const IdxFiles& files);
/// The training images first. Throws Error, Cancelled.
ImageDataset openIdxFiles(const IdxFiles& files, const OpenOptions& options, const Progress& progress);
/// Reads the headers of the images and all labels. Throws Error.
void checkIdxFiles(const IdxFiles& files);

} // namespace latent
