// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/nn/activations.h"
#include "core/nn/kernels.h"

#include <cassert>

namespace latent {

/// y = W·x + b. Holds only sizes and offsets; weights and gradients live in flat vectors.
/// Activations [features, B] are stored by feature, and B is whole lane groups (see kernels.h).
struct Linear {
    static constexpr bool kInputByImage = true;     // whether backwardWeights reads its input by image
    static constexpr bool kGradientByImage = false; // likewise its result's gradient

    Index in = 0;
    Index out = 0;
    Index weightOffset = 0; // of W [out, in], stored by rows
    Index biasOffset = 0;   // of b [out]

    Index weightCount() const { return in * out; }
    Index biasCount() const { return out; }
    Index fanIn() const { return in; }
    Index fanOut() const { return out; }
    /// Parts of the weights whose gradients can be computed separately: rows.
    Index parts() const { return out; }
    /// Multiplications per sample.
    Index cost() const { return in * out; }
    WeightRange weightsOf(Index firstPart, Index partCount) const {
        return {weightOffset + firstPart * in, partCount * in};
    }
    WeightRange biasesOf(Index firstPart, Index partCount) const {
        return {biasOffset + firstPart, partCount};
    }

    /// x [in, B]; overwrites y [out, B].
    template <class S>
    void forward(const S* flat, const ConstByFeatureRef<S>& x, ByFeatureRef<S> y) const {
        assert(x.rows() == in && y.rows() == out && x.cols() == y.cols());
        kernels<S>().product({.rows = out,
                              .columns = paddedToLanes(x.cols()),
                              .terms = in,
                              .left = flat + weightOffset,
                              .leftRowStride = in,
                              .leftTermStride = 1,
                              .right = x.data(),
                              .rightStride = x.outerStride(),
                              .result = y.data(),
                              .resultStride = y.outerStride(),
                              .bias = flat + biasOffset});
    }

    /// dy [out, B]; overwrites dx [in, B]. `next`: memory that is read afterwards.
    template <class S>
    void backwardInput(const S* flat, const ConstByFeatureRef<S>& dy, ByFeatureRef<S> dx,
                       Runs<S> next) const {
        assert(dy.rows() == out && dx.rows() == in && dx.cols() == dy.cols());
        kernels<S>().product({.rows = in,
                              .columns = paddedToLanes(dy.cols()),
                              .terms = out,
                              .left = flat + weightOffset,
                              .leftRowStride = 1,
                              .leftTermStride = in,
                              .right = dy.data(),
                              .rightStride = dy.outerStride(),
                              .result = dx.data(),
                              .resultStride = dx.outerStride(),
                              .next = next});
    }

    /// x [in, batch], dy [out, batch], over whole shards: dy is 0 in unused columns. Overwrites the gradients
    /// dw of weightsOf() and db of biasesOf() the parts; returns the sum of their squares. `next`: memory
    /// that is read afterwards.
    template <class S>
    S backwardWeights(const Activations<S>& x, const Activations<S>& dy, Sharding used, Index firstPart,
                      Index partCount, S* dw, S* db, Runs<S> next) const {
        assert(x.byImage.rows() >= in && dy.byFeature.features() == out);
        S squares = 0;
        kernels<S>().product(
            {.rows = partCount,
             .columns = in,
             .terms = used.width,
             .inner = {used.shards, dy.byFeature.distance(), used.width * x.byImage.outerStride()},
             .left = dy.byFeature.data() + firstPart * dy.byFeature.stride(),
             .leftRowStride = dy.byFeature.stride(),
             .leftTermStride = 1,
             .right = x.byImage.data(),
             .rightStride = x.byImage.outerStride(),
             .result = dw,
             .resultStride = in,
             .squares = &squares,
             .next = next});
        sumOverImages(dy.byFeature, used, firstPart, partCount, db);
        return squares + Eigen::Map<const VectorOf<S>>(db, partCount).squaredNorm();
    }
};

} // namespace latent
