// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/simd/stream.h"

namespace latent::simd {
namespace {

inline float squareRoot(float value) {
    return __builtin_sqrtf(value);
}
inline double squareRoot(double value) {
    return __builtin_sqrt(value);
}

// Moves both moments of some scalars on, and computes their new weights. The compiler vectorises it: the
// arrays do not overlap.
template <class S>
inline void advance(const AdamStep<S>& step, Index begin, Index count, S* __restrict fresh) {
    const S* __restrict const w = step.weights + begin;
    S* __restrict const first = step.firstMoment + begin;
    S* __restrict const second = step.secondMoment + begin;
    const S* __restrict const g = step.gradient + begin;
    for (Index i = 0; i < count; ++i) {
        const S gradient = g[i] * step.gradientScale;
        const S m = first[i] * step.beta1 + gradient * (1 - step.beta1);
        const S v = second[i] * step.beta2 + gradient * gradient * (1 - step.beta2);
        first[i] = m;
        second[i] = v;
        fresh[i] = w[i] - step.rate * m / (squareRoot(v) * step.secondScale + step.epsilon);
    }
}

template <class S>
void adam(const AdamStep<S>& asked) {
    constexpr Index kBlock = 4 * kLanes<S>; // few: what passes the caches waits in few places
    const AdamStep<S> step = asked;         // nothing that is written can change it
    S fresh[kBlock];
    const auto few = [&](Index begin, Index count) {
        advance(step, begin, count, fresh);
        for (Index i = 0; i < count; ++i) step.weights[begin + i] = fresh[i];
    };
    Index done = 0;
    if (step.pastCaches) {
        done = unalignedHead(step.weights, step.count);
        few(0, done);
    }
    for (; done + kBlock <= step.count; done += kBlock) {
        advance(step, done, kBlock, fresh);
        for (Index i = 0; i < kBlock; i += kLanes<S>) {
            if (step.pastCaches)
                stream(step.weights + done + i, load(fresh + i));
            else
                store(step.weights + done + i, load(fresh + i));
        }
    }
    few(done, step.count - done);
    if (step.pastCaches) finishStreams();
}

} // namespace
} // namespace latent::simd
