// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/simd/kernels_of.h"
#include "core/nn/simd/sets.h"

namespace latent::simd {

template <class S>
Kernels<S> avx2() {
    return kernelsOf<S>("AVX2");
}

template Kernels<float> avx2<float>();
template Kernels<double> avx2<double>();

} // namespace latent::simd
