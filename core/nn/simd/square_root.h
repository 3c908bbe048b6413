// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/simd/vector.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace latent::simd {
namespace {

#if defined(__x86_64__)
// 1/√v to 14 or 12 bits.
inline Values<float> inverseRootEstimate(Values<float> v) {
#if defined(__AVX512F__)
    return reinterpret_cast<Values<float>>(_mm512_rsqrt14_ps(reinterpret_cast<__m512>(v)));
#elif defined(__AVX__)
    return reinterpret_cast<Values<float>>(_mm256_rsqrt_ps(reinterpret_cast<__m256>(v)));
#else
    return reinterpret_cast<Values<float>>(_mm_rsqrt_ps(reinterpret_cast<__m128>(v)));
#endif
}

/// √v to within its last bit or two, for finite v ≥ 0 (subnormal numbers count as 0). An estimate and one
/// Newton step: the processor's own root occupies the divider, which Adam needs as well.
inline Values<float> squareRoot(Values<float> v) {
    constexpr float kSmallest = 0x1p-126F;
    const Values<float> inverse = inverseRootEstimate(v > kSmallest ? v : broadcast(kSmallest));
    const Values<float> root = v * inverse;
    return root + root * (0.5F - 0.5F * inverse * root);
}
#else
inline Values<float> squareRoot(Values<float> v) {
    for (int lane = 0; lane < kLanes<float>; ++lane) v[lane] = __builtin_sqrtf(v[lane]);
    return v;
}
#endif

inline Values<double> squareRoot(Values<double> v) {
    for (int lane = 0; lane < kLanes<double>; ++lane) v[lane] = __builtin_sqrt(v[lane]);
    return v;
}

} // namespace
} // namespace latent::simd
