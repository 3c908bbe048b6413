// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/simd/exponential.h"

namespace latent::simd {
namespace {

// (1 − e) / (1 + e) with e = exp(−2|x|), which loses its digits around 0, so the series is used there.
template <class S>
inline Values<S> hyperbolicTangent(Values<S> x) {
    constexpr S kNear = sizeof(S) == 4 ? S(0.1) : S(0.01); // the series' next term is 62/2835·x⁹
    const Values<S> a = x < 0 ? -x : x;
    const Values<S> e = expNegative(-2 * a);
    Values<S> y = (S(1) - e) / (e + S(1));
    y = x < 0 ? -y : y;
    const Values<S> x2 = x * x;
    const Values<S> nearZero = x * (S(1) - x2 * (S(1) / 3 - x2 * (S(2) / 15 - x2 * (S(17) / 315))));
    return a < kNear ? nearZero : y;
}

template <class S>
inline Values<S> activated(Activation kind, Values<S> x, Values<S>& slope) {
    switch (kind) {
    case Activation::Silu: {
        const Values<S> s = sigmoid<S>(x);
        slope = s * (x * (S(1) - s) + S(1));
        return x * s;
    }
    case Activation::Tanh:
        return hyperbolicTangent<S>(x);
    case Activation::Relu:
        break;
    }
    return x < 0 ? Values<S>{} : x; // keeps NaN: a run that has diverged must not continue
}

template <class S>
void activate(const ActivationStep<S>& step) {
    for (Index row = 0; row < step.rows; ++row) {
        for (Index column = 0; column < step.columns; column += kLanes<S>) {
            S* const at = step.values + row * step.valuesStride + column;
            Values<S> slope{};
            store(at, activated<S>(step.kind, load(at), slope));
            if (step.slopes != nullptr) store(step.slopes + row * step.slopesStride + column, slope);
        }
    }
}

template <class S>
void activateBackward(const ActivationStep<S>& step) {
    for (Index row = 0; row < step.rows; ++row) {
        for (Index column = 0; column < step.columns; column += kLanes<S>) {
            S* const at = step.gradient + row * step.gradientStride + column;
            const Values<S> dy = load(at);
            const Values<S> y = load(step.values + row * step.valuesStride + column);
            if (step.kind == Activation::Relu)
                store(at, y > 0 ? dy : Values<S>{});
            else if (step.kind == Activation::Tanh)
                store(at, dy * (S(1) - y * y));
            else
                store(at, dy * load(step.slopes + row * step.slopesStride + column));
        }
    }
}

} // namespace
} // namespace latent::simd
