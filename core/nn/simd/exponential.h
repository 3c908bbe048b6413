// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/simd/vector.h"

namespace latent::simd {
namespace {

// exp(x) for −87 ≤ x ≤ 0 (below: exp(−87)); relative error 1e-7. Method and coefficients of Cephes's expf
// (Moshier 1992): x = n·ln 2 + r with |r| ≤ ½ ln 2, and a polynomial for exp(r).
inline Values<float> expNegative(Values<float> x) {
    x = x < -87.0F ? broadcast(-87.0F) : x;
    constexpr float kLog2E = 1.44269504F;
    // Adding 1.5·2²³ rounds to an integer and leaves it in the low bits.
    constexpr float kRound = 12582912.0F;
    const Values<float> shifted = x * kLog2E + kRound;
    const Values<float> n = shifted - kRound;
    const Values<float> r = (x - n * 0.693359375F) - n * -2.12194440e-4F;
    Values<float> poly = r * 1.9875691500e-4F + 1.3981999507e-3F;
    poly = poly * r + 8.3334519073e-3F;
    poly = poly * r + 4.1665795894e-2F;
    poly = poly * r + 1.6666665459e-1F;
    poly = poly * r + 5.0000001201e-1F;
    const Values<float> result = poly * r * r + r + 1.0F;
    const Bits<float> exponent = __builtin_bit_cast(Bits<float>, shifted) << 23;
    return __builtin_bit_cast(Values<float>, __builtin_bit_cast(Bits<float>, result) + exponent);
}
inline Values<double> expNegative(Values<double> x) {
    for (int i = 0; i < kLanes<double>; ++i) x[i] = __builtin_exp(x[i]);
    return x;
}

// 1 / (1 + exp(−|x|)) is sigmoid(|x|), and 1 − that is sigmoid(−|x|).
template <class S>
inline Values<S> sigmoid(Values<S> x) {
    const Values<S> e = expNegative(x < 0 ? x : -x);
    return (x >= 0 ? broadcast(S(1)) : e) / (e + S(1));
}

} // namespace
} // namespace latent::simd
