// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/batch.h"

#include "core/base/random.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace latent {
namespace {

// A plain loop, which the compiler vectorises: Eigen 3.4 has no packet cast from bytes.
void bytesToFloat(const std::uint8_t* bytes, Index count, float* out) {
    constexpr float kScale = 1.0F / 255.0F;
    for (Index i = 0; i < count; ++i) out[i] = static_cast<float>(bytes[i]) * kScale;
}

// The images of a batch are scattered in memory, where hardware prefetching cannot predict them.
constexpr std::size_t kAhead = 2; // images
void fetch(const std::uint8_t* bytes, Index count) {
    constexpr Index kLine = 64;
    for (Index i = 0; i < count; i += kLine) __builtin_prefetch(bytes + i, 0, 1);
}

} // namespace

void gather(const ImageDataset& dataset, std::span<const std::uint32_t> indices, MatrixRef<float> out) {
    const Index pixels = dataset.shape.pixels();
    assert(out.rows() == pixels && out.cols() == static_cast<Index>(indices.size()));
    const std::uint8_t* const first = dataset.pixels.bytes.data();
    for (std::size_t i = 0; i < indices.size(); ++i) {
        assert(Index{indices[i]} < dataset.size());
        if (i + kAhead < indices.size()) fetch(first + Index{indices[i + kAhead]} * pixels, pixels);
        bytesToFloat(first + Index{indices[i]} * pixels, pixels,
                     out.data() + static_cast<Index>(i) * out.outerStride());
    }
}

Vector imageAsFloat(const ImageDataset& dataset, Index image) {
    Vector column(dataset.shape.pixels());
    bytesToFloat(dataset.image(image).data(), column.size(), column.data());
    return column;
}

Vector meanImage(const ImageDataset& dataset, std::span<const std::uint32_t> images) {
    // Integers are exact and add up in vector registers; a block of 2^16 images stays below 2^24.
    constexpr std::size_t kBlock = 1 << 16;
    const Index pixels = dataset.shape.pixels();
    VectorOf<double> total = VectorOf<double>::Zero(pixels);
    VectorOf<std::uint32_t> sums(pixels);
    for (std::size_t begin = 0; begin < images.size(); begin += kBlock) {
        sums.setZero();
        const std::size_t end = std::min(begin + kBlock, images.size());
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint8_t* const bytes = dataset.image(images[i]).data();
            std::uint32_t* const sum = sums.data();
            for (Index pixel = 0; pixel < pixels; ++pixel) sum[pixel] += bytes[pixel];
        }
        total += sums.cast<double>();
    }
    const auto count = static_cast<double>(std::max<std::size_t>(images.size(), 1));
    return (total / (255.0 * count)).cast<float>();
}

std::vector<std::uint32_t> shuffledOrder(std::span<const std::uint32_t> images, std::uint64_t seed,
                                         std::uint64_t epoch) {
    return shuffled(images, Random(seed, Stream::Shuffling, epoch));
}

std::vector<std::uint32_t> shuffled(std::span<const std::uint32_t> images, Random random) {
    std::vector<std::uint32_t> order(images.begin(), images.end());
    for (std::size_t i = order.size(); i > 1; --i) {
        std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
    }
    return order;
}

} // namespace latent
