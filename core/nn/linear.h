// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/nn/kernels.h"

#include <cassert>

namespace latent {

/// y = W·x + b. Holds sizes and offsets only; weights and gradients live in flat vectors.
/// Activations [features, B] are by feature, and B is whole lane groups (see kernels.h).
struct Linear {
    Index in = 0;
    Index out = 0;
    Index weightOffset = 0; // of W [out, in], stored by rows
    Index biasOffset = 0;   // of b [out]

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

    /// dy [out, B]; overwrites dx [in, B].
    template <class S>
    void backwardInput(const S* flat, const ConstByFeatureRef<S>& dy, ByFeatureRef<S> dx) const {
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
                              .resultStride = dx.outerStride()});
    }

    /// x [in, B] by image, its columns padded to lane groups; dy [out, B] by feature; any B. Overwrites
    /// `rows` rows of the gradients of W and b, from `first` on.
    template <class S>
    void backwardWeights(const ConstMatrixRef<S>& x, const ConstByFeatureRef<S>& dy, S* gradient, Index first,
                         Index rows) const {
        assert(x.rows() == in && dy.rows() == out && x.cols() == dy.cols());
        kernels<S>().product({.rows = rows,
                              .columns = in,
                              .terms = dy.cols(),
                              .left = dy.data() + first * dy.outerStride(),
                              .leftRowStride = dy.outerStride(),
                              .leftTermStride = 1,
                              .right = x.data(),
                              .rightStride = x.outerStride(),
                              .result = gradient + weightOffset + first * in,
                              .resultStride = in});
        Eigen::Map<VectorOf<S>> db(gradient + biasOffset + first, rows);
        db = dy.middleRows(first, rows).rowwise().sum();
    }
};

} // namespace latent
