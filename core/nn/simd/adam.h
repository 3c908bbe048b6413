// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"

namespace latent::simd {
namespace {

inline float squareRoot(float value) {
    return __builtin_sqrtf(value);
}
inline double squareRoot(double value) {
    return __builtin_sqrt(value);
}

// The compiler vectorises it: the arrays do not overlap.
template <class S>
void adam(const AdamStep<S>& step) {
    S* __restrict const w = step.weights;
    S* __restrict const first = step.firstMoment;
    S* __restrict const second = step.secondMoment;
    const S* __restrict const g = step.gradient;
    const S beta1 = step.beta1, beta2 = step.beta2, epsilon = step.epsilon;
    const S rate = step.rate, secondScale = step.secondScale, scale = step.gradientScale;
    for (Index i = 0; i < step.count; ++i) {
        const S gradient = g[i] * scale;
        const S m = first[i] * beta1 + gradient * (1 - beta1);
        const S v = second[i] * beta2 + gradient * gradient * (1 - beta2);
        first[i] = m;
        second[i] = v;
        w[i] -= rate * m / (squareRoot(v) * secondScale + epsilon);
    }
}

} // namespace
} // namespace latent::simd
