// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/nn/kernels.h"

namespace latent {

/// A stretch of the flat weight vector, in scalars.
struct WeightRange {
    Index begin = 0;
    Index count = 0;
};

/// Activations (or their gradients) of a batch: by feature for the products that go on, and by image where
/// the gradient of weights needs it (else empty). Padded to whole lane groups and strides (see kernels.h).
template <class S>
struct Activations {
    ByFeature<S> byFeature; // [features, batch]
    MatrixOf<S> byImage;    // [features, batch], or empty

    enum class Layout { ByFeature, Both };
    static Activations zero(Index features, Index maxBatch, Layout layout) {
        Activations made{ByFeature<S>::Zero(features, paddedStride(maxBatch)), {}};
        // A column more than the batch: the last image's last lane group is read beyond its features.
        if (layout == Layout::Both) made.byImage.setZero(paddedStride(features), maxBatch + 1);
        return made;
    }

    /// Copies columns [first, first + count) from the one layout to the other.
    void fillByFeature(Index first, Index count) {
        kernels<S>().transpose(byImage.col(first).data(), byImage.outerStride(), count, byFeature.rows(),
                               byFeature.data() + first, byFeature.outerStride());
    }
    void fillByImage(Index first, Index count) {
        if (byImage.size() == 0) return;
        kernels<S>().transpose(byFeature.data() + first, byFeature.outerStride(), byFeature.rows(), count,
                               byImage.col(first).data(), byImage.outerStride());
    }
};

} // namespace latent
