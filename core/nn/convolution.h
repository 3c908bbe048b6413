// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/convolution_grid.h"

#include <cassert>

namespace latent {

/// A convolution with stride 2, or a transposed one, over a grid. Like Linear it holds only sizes and
/// offsets; weights as in ConvolutionGrid, followed by a bias for each output channel.
template <bool TRANSPOSED>
struct ConvolutionOf {
    // True for whichever side is the small one.
    static constexpr bool kInputByImage = TRANSPOSED;
    static constexpr bool kGradientByImage = !TRANSPOSED;

    ConvolutionGrid grid;
    Index in = TRANSPOSED ? grid.smallFeatures() : grid.largeFeatures();
    Index out = TRANSPOSED ? grid.largeFeatures() : grid.smallFeatures();
    Index weightOffset = 0;
    Index biasOffset = 0;

    Index weightCount() const { return grid.weightCount(); }
    Index biasCount() const { return TRANSPOSED ? grid.largeChannels : grid.smallChannels; }
    /// Terms in the sum of one result, away from the border. A transposed window covers every second pixel.
    Index fanIn() const {
        return TRANSPOSED ? grid.windowSize() * grid.smallChannels / 4
                          : grid.windowSize() * grid.largeChannels;
    }
    Index fanOut() const {
        return TRANSPOSED ? grid.windowSize() * grid.largeChannels
                          : grid.windowSize() * grid.smallChannels / 4;
    }
    /// Parts of the weights whose gradients can be computed separately: window positions.
    Index parts() const { return grid.windowSize(); }
    Index cost() const { return grid.cost(); }
    WeightRange weightsOf(Index firstPart, Index partCount) const {
        return {weightOffset + firstPart * grid.channelPairs(), partCount * grid.channelPairs()};
    }
    /// All biases belong to the first part.
    WeightRange biasesOf(Index firstPart, Index /*partCount*/) const {
        return {biasOffset, firstPart == 0 ? biasCount() : 0};
    }

    /// x [in, B]; overwrites y [out, B].
    template <class S>
    void forward(const S* flat, const ConstByFeatureRef<S>& x, ByFeatureRef<S> y) const {
        const S* const weights = flat + weightOffset;
        const S* const bias = flat + biasOffset;
        if constexpr (TRANSPOSED)
            grid.toLarge<S>(weights, bias, x, y);
        else
            grid.toSmall<S>(weights, bias, x, y);
    }

    /// dy [out, B]; overwrites dx [in, B].
    template <class S>
    void backwardInput(const S* flat, const ConstByFeatureRef<S>& dy, ByFeatureRef<S> dx,
                       Runs<S> /*next*/) const {
        const S* const weights = flat + weightOffset;
        if constexpr (TRANSPOSED)
            grid.toSmall<S>(weights, nullptr, dy, dx);
        else
            grid.toLarge<S>(weights, nullptr, dy, dx);
    }

    /// x [in, batch], dy [out, batch], over whole shards: dy is 0 in unused columns. Overwrites the gradients
    /// dw of weightsOf() and db of biasesOf() the parts; returns the sum of their squares.
    template <class S>
    S backwardWeights(const Activations<S>& x, const Activations<S>& dy, Sharding used, Index firstPart,
                      Index partCount, S* dw, S* db, Runs<S> /*next*/) const {
        const Activations<S>& large = TRANSPOSED ? dy : x;
        const Activations<S>& small = TRANSPOSED ? x : dy;
        assert(small.byImage.size() > 0);
        grid.windowGradient<S>(large.byFeature, small.byImage, used, firstPart, partCount, dw);
        if (firstPart == 0) biasGradient(dy.byFeature, used, db);
        return squaredNorm(dw, weightsOf(firstPart, partCount)) +
               squaredNorm(db, biasesOf(firstPart, partCount));
    }

  private:
    template <class S>
    static S squaredNorm(const S* gradient, WeightRange range) {
        return Eigen::Map<const VectorOf<S>>(gradient, range.count).squaredNorm();
    }
    template <class S>
    void biasGradient(const ShardedMatrix<S>& dy, Sharding used, S* gradient) const {
        VectorOf<S> ofPixel(biasCount());
        Eigen::Map<VectorOf<S>> db(gradient, biasCount());
        db.setZero();
        for (Index first = 0; first < dy.features(); first += biasCount()) {
            sumOverImages(dy, used, first, biasCount(), ofPixel.data());
            db += ofPixel;
        }
    }
};

using Convolution = ConvolutionOf<false>;
using TransposedConvolution = ConvolutionOf<true>;

} // namespace latent
