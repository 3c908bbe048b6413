// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pixel_statistics.h"

#include <algorithm>
#include <vector>

namespace latent {
namespace {

constexpr std::size_t kBytesBetweenReports = std::size_t{1} << 20;

} // namespace

PixelStatistics pixelStatistics(const ImageDataset& dataset, const Progress& progress) {
    PixelStatistics statistics;
    statistics.shape = dataset.shape;
    const auto pixels = static_cast<std::size_t>(dataset.shape.pixels());
    const Index count = dataset.size();
    statistics.mean = Vector::Zero(static_cast<Index>(pixels));
    if (count == 0) return statistics;

    std::vector<std::uint64_t> sums(pixels, 0);
    const auto imagesBetween = static_cast<Index>(std::max<std::size_t>(1, kBytesBetweenReports / pixels));
    for (Index i = 0; i < count; ++i) {
        if (i % imagesBetween == 0) progress.at(static_cast<double>(i) / static_cast<double>(count));
        const std::span<const std::uint8_t> image = dataset.image(i);
        for (std::size_t p = 0; p < pixels; ++p) {
            sums[p] += image[p];
            ++statistics.histogram[image[p]];
        }
    }
    for (std::size_t p = 0; p < pixels; ++p) {
        const double mean = static_cast<double>(sums[p]) / static_cast<double>(count) / 255;
        statistics.mean[static_cast<Index>(p)] = static_cast<float>(mean);
    }
    progress.at(1);
    return statistics;
}

} // namespace latent
