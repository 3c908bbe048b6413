// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/simd/kernels_of.h"
#include "core/nn/simd/sets.h"

namespace latent::simd {

template <class S>
Kernels<S> avx512() {
    return kernelsOf<S>("AVX-512");
}

template Kernels<float> avx512<float>();
template Kernels<double> avx512<double>();

} // namespace latent::simd
