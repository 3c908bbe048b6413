// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/simd/kernels_of.h"
#include "core/nn/simd/sets.h"

namespace latent::simd {

template <class S>
Kernels<S> baseline() {
    return kernelsOf<S>("baseline");
}

template Kernels<float> baseline<float>();
template Kernels<double> baseline<double>();

} // namespace latent::simd
