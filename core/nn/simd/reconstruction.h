// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/simd/exponential.h"

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

// A sum of logarithms as the logarithm of a product: the product's exponent is moved into `exponents` now and
// then, so that nothing overflows and a single logarithm at the end suffices.
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

// The result of a term for one vector of pixels: `sum` is added directly, `factor` (at most 2) as its
// logarithm.
template <class S>
struct PixelNats {
    Values<S> sum;
    Values<S> factor;
    Values<S> gradient; // of the nats by the logit
};

// −x ln λ − (1 − x) ln (1 − λ) = max(l, 0) − l·x + ln (1 + exp(−|l|)).
template <class S>
inline PixelNats<S> bernoulliNats(Values<S> l, Values<S> x) {
    const Values<S> e = expNegative(l < 0 ? l : -l);
    const Values<S> t = e + S(1);
    return {(l > 0 ? l : Values<S>{}) - l * x, t, (l >= 0 ? broadcast(S(1)) : e) / t - x};
}

// Bernoulli with the density's constant C = l / tanh(l/2), which makes the logarithm's argument (1 −
// exp(−|l|)) / |l|; the gradient is mean − x. Near 0, where both lose their digits, their series are used.
template <class S>
inline PixelNats<S> continuousNats(Values<S> l, Values<S> x) {
    // Where the first omitted terms of the series, a⁷/40320 and a¹¹/1.9e9, equal the rounding error.
    constexpr S kNearRatio = sizeof(S) == 4 ? S(0.25) : S(0.02);
    constexpr S kNearMean = sizeof(S) == 4 ? S(1) : S(0.1);
    const Values<S> a = l < 0 ? -l : l;
    const Values<S> e = expNegative(-a);
    const Values<S> rest = S(1) - e;
    const Values<S> a2 = a * a;
    Values<S> ratio = rest / a;
    const Values<S> nearRatio =
        S(1) -
        a * (S(1) / 2 - a * (S(1) / 6 - a * (S(1) / 24 - a * (S(1) / 120 - a * (S(1) / 720 - a / 5040)))));
    ratio = a < kNearRatio ? nearRatio : ratio;
    Values<S> mean = S(1) / rest - S(1) / a;
    const Values<S> nearMean =
        S(0.5) +
        a * (S(1) / 12 - a2 * (S(1) / 720 - a2 * (S(1) / 30240 - a2 * (S(1) / 1209600 - a2 / 47900160))));
    mean = a < kNearMean ? nearMean : mean;
    return {(l > 0 ? l : Values<S>{}) - l * x, ratio, (l < 0 ? S(1) - mean : mean) - x};
}

// (sigmoid(l) − x)²
template <class S>
inline PixelNats<S> squaredError(Values<S> l, Values<S> x) {
    const Values<S> mean = sigmoid<S>(l);
    const Values<S> difference = mean - x;
    return {difference * difference, broadcast(S(1)), 2 * difference * mean * (S(1) - mean)};
}

template <class S, PixelTerm TERM>
inline PixelNats<S> pixelNats(Values<S> l, Values<S> x) {
    if constexpr (TERM == PixelTerm::Bernoulli)
        return bernoulliNats<S>(l, x);
    else if constexpr (TERM == PixelTerm::ContinuousBernoulli)
        return continuousNats<S>(l, x);
    else
        return squaredError<S>(l, x);
}

// One group of columns with all its features.
template <class S, PixelTerm TERM>
inline void reconstructionColumns(const ReconstructionStep<S>& step, Index column) {
    // Factors between moves of the exponent (they lie between 1/128 and 2 unless their digits are lost
    // anyway), and terms in a float sum.
    constexpr Index kBlock = TERM == PixelTerm::ContinuousBernoulli ? 16 : 64;
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
            const PixelNats<S> pixel =
                pixelNats<S, TERM>(load(at), load(step.target + feature * step.stride + column));
            sum += pixel.sum;
            product *= pixel.factor;
            if (step.gradient) store(at, pixel.gradient * step.scale);
        }
        moveExponent<S>(product, exponents);
        for (int lane = 0; lane < kLanes<S>; ++lane) nats[lane] += static_cast<double>(sum[lane]);
    }
    for (int lane = 0; lane < kLanes<S>; ++lane)
        nats[lane] +=
            kLn2 * static_cast<double>(exponents[lane]) + __builtin_log(static_cast<double>(product[lane]));
}

template <class S, PixelTerm TERM>
void reconstructionOf(const ReconstructionStep<S>& step) {
    for (Index column = 0; column < step.columns; column += kLanes<S>)
        reconstructionColumns<S, TERM>(step, column);
}

template <class S>
void reconstruction(const ReconstructionStep<S>& step) {
    switch (step.term) {
    case PixelTerm::Bernoulli:
        return reconstructionOf<S, PixelTerm::Bernoulli>(step);
    case PixelTerm::ContinuousBernoulli:
        return reconstructionOf<S, PixelTerm::ContinuousBernoulli>(step);
    case PixelTerm::SquaredError:
        return reconstructionOf<S, PixelTerm::SquaredError>(step);
    }
}

} // namespace
} // namespace latent::simd
