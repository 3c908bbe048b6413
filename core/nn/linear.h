// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

namespace latent {

/// y = W·x + b. Holds sizes and offsets only; weights and gradients live in flat vectors.
struct Linear {
    Index in = 0;
    Index out = 0;
    Index weightOffset = 0; // of W [out, in], stored by rows
    Index biasOffset = 0;   // of b [out]

    template <class S>
    using ConstWeights = Eigen::Map<const WeightsOf<S>>;

    template <class S>
    ConstWeights<S> weights(const S* flat) const {
        return ConstWeights<S>(flat + weightOffset, out, in);
    }
    template <class S>
    Eigen::Map<const VectorOf<S>> bias(const S* flat) const {
        return Eigen::Map<const VectorOf<S>>(flat + biasOffset, out);
    }

    /// x [in, B]; overwrites y [out, B].
    template <class S>
    void forward(const S* flat, const ConstMatrixRef<S>& x, MatrixRef<S> y) const {
        y.noalias() = weights(flat) * x;
        y.colwise() += bias(flat);
    }

    /// dy [out, B]; overwrites dx [in, B].
    template <class S>
    void backwardInput(const S* flat, const ConstMatrixRef<S>& dy, MatrixRef<S> dx) const {
        dx.noalias() = weights(flat).transpose() * dy;
    }

    /// x [in, B], dy [out, B]; overwrites `rows` rows of the gradients of W and b, from `first` on.
    template <class S>
    void backwardWeights(const ConstMatrixRef<S>& x, const ConstMatrixRef<S>& dy, S* gradient, Index first,
                         Index rows) const {
        Eigen::Map<WeightsOf<S>> dw(gradient + weightOffset + first * in, rows, in);
        dw.noalias() = dy.middleRows(first, rows) * x.transpose();
        Eigen::Map<VectorOf<S>> db(gradient + biasOffset + first, rows);
        db = dy.middleRows(first, rows).rowwise().sum();
    }
};

} // namespace latent
