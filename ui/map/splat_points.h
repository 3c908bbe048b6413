// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace latent {

/// A class value of points that are neither drawn nor picked.
inline constexpr std::uint16_t kNotShown = 0xffff;

/// What is drawn; all of one length. Views: the caller keeps them alive.
struct SplatPoints {
    std::span<const float> x;
    std::span<const float> y;
    std::span<const std::uint16_t> classes;
    std::span<const std::uint32_t> order; // a permutation; empty: as they come
};

/// Which classes are drawn, [classes]: an invalid colour is a hidden one.
inline std::vector<std::uint8_t> visibleClasses(std::span<const QColor> colours) {
    std::vector<std::uint8_t> visible;
    for (const QColor& colour : colours) visible.push_back(colour.isValid());
    return visible;
}

/// Data to device pixels: pixel = (data − origin) · scale. The vertical scale is negative where up is more.
struct SplatView {
    double xOrigin = 0; // data at the left edge
    double yOrigin = 0; // data at the top edge
    double xScale = 1;
    double yScale = 1;
};

inline constexpr std::size_t kSplatBlock = 256;

/// Calls use(x, y, classes, count) for the points in their order, at most kSplatBlock of them at a time.
template <class Use>
void forEachBlock(const SplatPoints& points, Use use) {
    std::array<float, kSplatBlock> x, y;
    std::array<std::uint16_t, kSplatBlock> classes;
    const std::size_t all = points.x.size();
    for (std::size_t begin = 0; begin < all; begin += kSplatBlock) {
        const std::size_t count = std::min(kSplatBlock, all - begin);
        if (points.order.empty()) {
            use(&points.x[begin], &points.y[begin], &points.classes[begin], count);
            continue;
        }
        for (std::size_t n = 0; n < count; ++n) {
            const std::size_t i = points.order[begin + n];
            x[n] = points.x[i];
            y[n] = points.y[i];
            classes[n] = points.classes[i];
        }
        use(x.data(), y.data(), classes.data(), count);
    }
}

} // namespace latent
