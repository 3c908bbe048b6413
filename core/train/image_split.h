// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/subset.h"

#include <cstdint>

namespace latent {

struct ImageDataset;
struct OpenOptions;

/// Which images of a set a model was trained on and which were held out: enough to find both again in the
/// same set.
struct ImageSplit {
    bool given = false;      // the held-out images came with the data; else the seed drew them
    std::uint64_t seed = 1;  // drew the held-out images, and those of a subset
    double testFraction = 0; // of all images; 0: the data's own test images, else a tenth
    Index readAtMost = 0;    // images that were read at all; 0: every one
    Subset subset{};         // of the images that were left to train on

    bool operator==(const ImageSplit&) const = default;
};

/// How `dataset` was split when it was opened with these options.
ImageSplit splitOf(const ImageDataset& dataset, const OpenOptions& options);

/// Whether both hold out the same images of the same set, but for classes that one of them leaves out.
bool holdOutTheSame(const ImageSplit& a, const ImageSplit& b);

/// The options that hold out the same images as `split`; those that are trained on stay as asked.
OpenOptions withHeldOut(OpenOptions options, const ImageSplit& split);
/// Besides, the options that leave the same images to train on.
OpenOptions withSplit(OpenOptions options, const ImageSplit& split);

} // namespace latent
