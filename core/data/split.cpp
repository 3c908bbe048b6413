// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/split.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace latent {

std::vector<std::uint32_t> takeTenth(std::vector<std::uint32_t>& images, Random random) {
    const auto count = static_cast<std::uint32_t>(images.size());
    if (count < 2) return {};
    const std::uint32_t held = std::max(1U, (count + 5) / 10);
    for (std::uint32_t i = 0; i < held; ++i) std::swap(images[i], images[i + random.below(count - i)]);
    std::vector<std::uint32_t> taken(images.begin(), images.begin() + held);
    images.erase(images.begin(), images.begin() + held);
    std::sort(taken.begin(), taken.end());
    std::sort(images.begin(), images.end());
    return taken;
}

void holdOutTenth(ImageDataset& dataset, std::uint64_t seed) {
    dataset.train.resize(static_cast<std::size_t>(dataset.size()));
    std::iota(dataset.train.begin(), dataset.train.end(), 0U);
    dataset.test = takeTenth(dataset.train, Random(seed, Stream::Split));
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
