// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/simd/vector.h"

namespace latent::simd {
namespace {

template <class S>
struct FloatFormat;
template <>
struct FloatFormat<float> {
    static constexpr int kFractionBits = 23;
    static constexpr int kBias = 127;
};
template <>
struct FloatFormat<double> {
    static constexpr int kFractionBits = 52;
    static constexpr int kBias = 1023;
};

// exp(x) for −87 ≤ x ≤ 0 (below: exp(−87)); relative error 1e-7. Method and coefficients of Cephes's expf
// (Moshier 1992): x = n·ln 2 + r with |r| ≤ ½ ln 2, and a polynomial for exp(r).
inline Values<float> expNegative(Values<float> x) {
    x = x < -87.0F ? broadcast(-87.0F) : x;
    constexpr float kLog2E = 1.44269504F;
    // Adding 1.5·2²³ rounds to a whole number, and leaves it in the low bits.
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

// A sum of logarithms as a product: its exponent is moved into `exponents` now and then, so that nothing
// overflows, and one logarithm at the end is enough.
template <class S>
inline void moveExponent(Values<S>& product, Bits<S>& exponents) {
    using Format = FloatFormat<S>;
    using Int = std::conditional_t<sizeof(S) == 4, std::int32_t, std::int64_t>;
    constexpr Int kFraction = (Int{1} << Format::kFractionBits) - 1;
    const Bits<S> bits = __builtin_bit_cast(Bits<S>, product);
    exponents += (bits >> Format::kFractionBits) - Int{Format::kBias};
    product =
        __builtin_bit_cast(Values<S>, (bits & kFraction) | (Int{Format::kBias} << Format::kFractionBits));
}

// One group of columns, all features of it.
template <class S>
inline void bernoulliColumns(const BernoulliStep<S>& step, Index column) {
    constexpr Index kBlock = 64; // factors of at most 2 between moves of the exponent; terms a float sum
    constexpr double kLn2 = 0.693147180559945309;
    double* const nats = step.nats + column;
    for (int lane = 0; lane < kLanes<S>; ++lane) nats[lane] = 0;
    Values<S> product = broadcast(S(1));
    Bits<S> exponents{};
    for (Index begin = 0; begin < step.features; begin += kBlock) {
        const Index end = begin + kBlock < step.features ? begin + kBlock : step.features;
        Values<S> sum{};
        for (Index feature = begin; feature < end; ++feature) {
            S* const at = step.logits + feature * step.stride + column;
            const Values<S> l = load(at);
            const Values<S> x = load(step.target + feature * step.stride + column);
            const Values<S> e = expNegative(l < 0 ? l : -l);
            const Values<S> t = e + S(1);
            sum += (l > 0 ? l : Values<S>{}) - l * x;
            product *= t;
            if (step.gradient) store(at, ((l >= 0 ? broadcast(S(1)) : e) / t - x) * step.scale);
        }
        moveExponent<S>(product, exponents);
        for (int lane = 0; lane < kLanes<S>; ++lane) nats[lane] += static_cast<double>(sum[lane]);
    }
    for (int lane = 0; lane < kLanes<S>; ++lane)
        nats[lane] +=
            kLn2 * static_cast<double>(exponents[lane]) + __builtin_log(static_cast<double>(product[lane]));
}

template <class S>
void bernoulli(const BernoulliStep<S>& step) {
    for (Index column = 0; column < step.columns; column += kLanes<S>) bernoulliColumns(step, column);
}

} // namespace
} // namespace latent::simd
