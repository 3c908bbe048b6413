// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/split.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace latent {

namespace {

std::vector<std::uint32_t> takeSome(std::vector<std::uint32_t>& images, std::uint32_t held, Random random) {
    const auto count = static_cast<std::uint32_t>(images.size());
    for (std::uint32_t i = 0; i < held; ++i) std::swap(images[i], images[i + random.below(count - i)]);
    std::vector<std::uint32_t> taken(images.begin(), images.begin() + held);
    images.erase(images.begin(), images.begin() + held);
    std::sort(taken.begin(), taken.end());
    std::sort(images.begin(), images.end());
    return taken;
}

void holdOut(ImageDataset& dataset, std::uint32_t held, std::uint64_t seed) {
    dataset.train.resize(static_cast<std::size_t>(dataset.size()));
    std::iota(dataset.train.begin(), dataset.train.end(), 0U);
    dataset.test = takeSome(dataset.train, held, Random(seed, Stream::Split));
    dataset.testGiven = false;
}

std::uint32_t tenthOf(Index count) {
    return static_cast<std::uint32_t>(std::max<Index>(1, (count + 5) / 10));
}

} // namespace

std::vector<std::uint32_t> takeTenth(std::vector<std::uint32_t>& images, Random random) {
    if (images.size() < 2) return {};
    return takeSome(images, tenthOf(static_cast<Index>(images.size())), random);
}

void splitAt(ImageDataset& dataset, Index border) {
    dataset.train.resize(static_cast<std::size_t>(border));
    dataset.test.resize(static_cast<std::size_t>(dataset.size() - border));
    std::iota(dataset.train.begin(), dataset.train.end(), 0U);
    std::iota(dataset.test.begin(), dataset.test.end(), static_cast<std::uint32_t>(border));
    dataset.testGiven = true;
}

void holdOutTenth(ImageDataset& dataset, std::uint64_t seed) {
    holdOut(dataset, tenthOf(dataset.size()), seed);
}

void holdOutFraction(ImageDataset& dataset, double fraction, std::uint64_t seed) {
    const Index wanted = std::llround(fraction * static_cast<double>(dataset.size()));
    holdOut(dataset, static_cast<std::uint32_t>(std::clamp<Index>(wanted, 1, dataset.size() - 1)), seed);
}

} // namespace latent
