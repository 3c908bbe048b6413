// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/data/image_dataset.h"
#include "core/data/progress.h"

#include <array>
#include <cstdint>

namespace latent {

/// Statistics of the pixels over all images of a set.
struct PixelStatistics {
    ImageShape shape;
    Vector mean;                                // [shape.pixels()], 0 … 1
    std::array<std::uint64_t, 256> histogram{}; // how many values equal each byte, all channels together
};

/// Any thread. Throws Cancelled.
PixelStatistics pixelStatistics(const ImageDataset& dataset, const Progress& progress = {});

} // namespace latent
