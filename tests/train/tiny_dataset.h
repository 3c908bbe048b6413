// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/data/image_dataset.h"

#include <cmath>

namespace latent::test {

/// Soft blobs at random places: easy to learn, no file needed.
inline DatasetPtr tinyDataset(Index train, Index test, int side = 8, std::uint64_t seed = 1) {
    auto dataset = std::make_shared<ImageDataset>();
    dataset->name = "blobs";
    dataset->shape = {side, side, 1};
    Random random(seed, Stream::Data);
    std::vector<std::uint8_t> pixels;
    for (Index i = 0; i < train + test; ++i) {
        const float cx = random.uniform() * static_cast<float>(side - 1);
        const float cy = random.uniform() * static_cast<float>(side - 1);
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                const float dx = static_cast<float>(x) - cx;
                const float dy = static_cast<float>(y) - cy;
                pixels.push_back(static_cast<std::uint8_t>(255.0F * std::exp(-(dx * dx + dy * dy) / 4.0F)));
            }
        }
        (i < train ? dataset->train : dataset->test).push_back(static_cast<std::uint32_t>(i));
    }
    dataset->pixels = PixelStore::own(std::move(pixels));
    return dataset;
}

} // namespace latent::test
