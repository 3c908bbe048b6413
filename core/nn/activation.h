// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

namespace latent {

struct Relu {
    /// Overwrites y with max(y, 0).
    template <class S>
    static void forward(ByFeatureRef<S> y) {
        y = y.cwiseMax(S(0));
    }
    /// y: what forward left. Overwrites dy with the gradient of forward's input.
    template <class S>
    static void backward(const ConstByFeatureRef<S>& y, ByFeatureRef<S> dy) {
        dy = (y.array() > S(0)).select(dy, S(0));
    }
};

} // namespace latent
