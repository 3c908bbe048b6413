// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/convolution_grid.h"

#include <algorithm>
#include <cassert>

namespace latent {
namespace {

// Along one axis: the window positions that touch a pixel, and the pixels of the other grid that they join it
// to.
struct Meeting {
    Index count = 0;
    Index window = 0;     // the first one; the others follow in steps of windowStep
    Index pixel = 0;      // in the other grid, likewise
    Index windowStep = 1; // along with pixelStep
    Index pixelStep = 1;
};

Meeting ofSmallPixel(Index at, Index largeSide, int kernel, int margin) {
    const Index first = std::max<Index>(0, margin - 2 * at);
    const Index end = std::min<Index>(kernel, largeSide + margin - 2 * at);
    return {.count = std::max<Index>(0, end - first), .window = first, .pixel = 2 * at + first - margin};
}

// Every second window position touches a large pixel, each joining it to a small pixel further back.
Meeting ofLargePixel(Index at, Index smallSide, int kernel, int margin) {
    const Index parity = (at + margin) % 2;
    const Index furthest = (at + margin - parity) / 2;
    const Index first = std::max<Index>(0, furthest - smallSide + 1);
    const Index end = std::min((kernel - parity + 1) / 2, furthest + 1);
    return {.count = std::max<Index>(0, end - first),
            .window = parity + 2 * first,
            .pixel = furthest - first,
            .windowStep = 2,
            .pixelStep = -1};
}

// The small pixels [first, first + count) that one window position joins to some large pixel.
struct SmallPixels {
    Index first = 0;
    Index count = 0;
};
SmallPixels ofWindow(Index window, Index largeSide, Index smallSide, int margin) {
    const Index first = std::max<Index>(0, (margin - window + 1) / 2);
    const Index end = std::min(smallSide, (std::max<Index>(largeSide + margin - window, 0) + 1) / 2);
    return {first, std::max<Index>(0, end - first)};
}

} // namespace

template <class S>
void ConvolutionGrid::toSmall(const S* weights, const S* bias, const ConstByFeatureRef<S>& large,
                              ByFeatureRef<S> small) const {
    assert(large.rows() == largeFeatures() && small.rows() == smallFeatures());
    const Index largePixel = largeChannels * large.outerStride();
    const Index smallPixel = smallChannels * small.outerStride();
    for (Index y = 0; y < smallHeight(); ++y) {
        const Meeting rows = ofSmallPixel(y, height, kernel, margin());
        for (Index x = 0; x < smallWidth(); ++x) {
            const Meeting columns = ofSmallPixel(x, width, kernel, margin());
            kernels<S>().product({.rows = smallChannels,
                                  .columns = paddedToLanes(large.cols()),
                                  .terms = largeChannels,
                                  .outer = {rows.count, kernel * channelPairs(), width * largePixel},
                                  .middle = {columns.count, channelPairs(), largePixel},
                                  .left = weights + (rows.window * kernel + columns.window) * channelPairs(),
                                  .leftRowStride = 1,
                                  .leftTermStride = smallChannels,
                                  .right = large.data() + (rows.pixel * width + columns.pixel) * largePixel,
                                  .rightStride = large.outerStride(),
                                  .result = small.data() + (y * smallWidth() + x) * smallPixel,
                                  .resultStride = small.outerStride(),
                                  .bias = bias});
        }
    }
}

template <class S>
void ConvolutionGrid::toLarge(const S* weights, const S* bias, const ConstByFeatureRef<S>& small,
                              ByFeatureRef<S> large) const {
    assert(large.rows() == largeFeatures() && small.rows() == smallFeatures());
    const Index largePixel = largeChannels * large.outerStride();
    const Index smallPixel = smallChannels * small.outerStride();
    for (Index y = 0; y < height; ++y) {
        const Meeting rows = ofLargePixel(y, smallHeight(), kernel, margin());
        for (Index x = 0; x < width; ++x) {
            const Meeting columns = ofLargePixel(x, smallWidth(), kernel, margin());
            kernels<S>().product(
                {.rows = largeChannels,
                 .columns = paddedToLanes(small.cols()),
                 .terms = smallChannels,
                 .outer = {rows.count, rows.windowStep * kernel * channelPairs(),
                           rows.pixelStep * smallWidth() * smallPixel},
                 .middle = {columns.count, columns.windowStep * channelPairs(),
                            columns.pixelStep * smallPixel},
                 .left = weights + (rows.window * kernel + columns.window) * channelPairs(),
                 .leftRowStride = smallChannels,
                 .leftTermStride = 1,
                 .right = small.data() + (rows.pixel * smallWidth() + columns.pixel) * smallPixel,
                 .rightStride = small.outerStride(),
                 .result = large.data() + (y * width + x) * largePixel,
                 .resultStride = large.outerStride(),
                 .bias = bias});
        }
    }
}

template <class S>
void ConvolutionGrid::windowGradient(const ShardedMatrix<S>& large, const MatrixOf<S>& small, Sharding used,
                                     Index first, Index count, S* gradient) const {
    const Index largePixel = largeChannels * large.stride();
    for (Index position = first; position < first + count; ++position) {
        const Index ky = position / kernel, kx = position % kernel;
        const SmallPixels rows = ofWindow(ky, height, smallHeight(), margin());
        const SmallPixels columns = ofWindow(kx, width, smallWidth(), margin());
        const Index largeRow = 2 * rows.first + ky - margin();
        const Index largeColumn = 2 * columns.first + kx - margin();
        kernels<S>().product(
            {.rows = largeChannels,
             .columns = smallChannels,
             .terms = used.width,
             .outer = {rows.count, 2 * width * largePixel, Index{smallWidth()} * smallChannels},
             .middle = {columns.count, 2 * largePixel, smallChannels},
             .inner = {used.shards, large.distance(), used.width * small.outerStride()},
             .left = large.data() + (largeRow * width + largeColumn) * largePixel,
             .leftRowStride = large.stride(),
             .leftTermStride = 1,
             .right = small.data() + (rows.first * smallWidth() + columns.first) * smallChannels,
             .rightStride = small.outerStride(),
             .result = gradient + (position - first) * channelPairs(),
             .resultStride = smallChannels});
    }
}

#define LATENT_INSTANTIATE(S)                                                                                \
    template void ConvolutionGrid::toSmall<S>(const S*, const S*, const ConstByFeatureRef<S>&,               \
                                              ByFeatureRef<S>) const;                                        \
    template void ConvolutionGrid::toLarge<S>(const S*, const S*, const ConstByFeatureRef<S>&,               \
                                              ByFeatureRef<S>) const;                                        \
    template void ConvolutionGrid::windowGradient<S>(const ShardedMatrix<S>&, const MatrixOf<S>&, Sharding,  \
                                                     Index, Index, S*) const
LATENT_INSTANTIATE(float);
LATENT_INSTANTIATE(double);
#undef LATENT_INSTANTIATE

} // namespace latent
