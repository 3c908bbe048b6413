// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/split.h"

#include "core/base/random.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace latent {

void holdOutTenth(ImageDataset& dataset, std::uint64_t seed) {
    const auto count = static_cast<std::uint32_t>(dataset.size());
    const std::uint32_t held = std::max(1U, (count + 5) / 10);
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    Random random(seed, Stream::Split);
    for (std::uint32_t i = 0; i < held; ++i) std::swap(order[i], order[i + random.below(count - i)]);
    const auto border = order.begin() + held;
    dataset.test.assign(order.begin(), border);
    dataset.train.assign(border, order.end());
    std::sort(dataset.test.begin(), dataset.test.end());
    std::sort(dataset.train.begin(), dataset.train.end());
    dataset.testGiven = false;
}

void keepFirst(ImageDataset& dataset, Index limit) {
    if (limit <= 0 || limit >= static_cast<Index>(dataset.train.size())) return;
    dataset.train.resize(static_cast<std::size_t>(limit));
    std::vector<std::uint32_t> kept;
    kept.reserve(dataset.train.size() + dataset.test.size());
    std::merge(dataset.train.begin(), dataset.train.end(), dataset.test.begin(), dataset.test.end(),
               std::back_inserter(kept));

    std::vector<std::uint8_t> pixels;
    pixels.reserve(kept.size() * static_cast<std::size_t>(dataset.shape.pixels()));
    std::vector<std::uint32_t> newIndex(static_cast<std::size_t>(dataset.size()));
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const std::span<const std::uint8_t> image = dataset.image(kept[i]);
        pixels.insert(pixels.end(), image.begin(), image.end());
        newIndex[kept[i]] = static_cast<std::uint32_t>(i);
    }
    const auto keepOnly = [&kept](auto& values) {
        if (values.empty()) return;
        for (std::size_t i = 0; i < kept.size(); ++i) values[i] = values[kept[i]]; // kept[i] ≥ i
        values.resize(kept.size());
    };
    keepOnly(dataset.labels);
    for (Factor& factor : dataset.factors) keepOnly(factor.values);
    for (std::uint32_t& index : dataset.train) index = newIndex[index];
    for (std::uint32_t& index : dataset.test) index = newIndex[index];
    dataset.pixels = PixelStore::own(std::move(pixels));
}

} // namespace latent
