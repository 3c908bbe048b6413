// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/simd/square_root.h"
#include "core/nn/simd/stream.h"

namespace latent::simd {
namespace {

// Updates all state but the weights for the vector at `i`; returns the new weights. All in registers: an
// instrumented stack does not align arrays as these vectors require.
template <class S, class Load, class Store>
inline Values<S> advance(const AdamStep<S>& step, Index i, Load loadAt, Store storeAt) {
    const Values<S> gradient = loadAt(step.gradient + i) * step.gradientScale;
    const Values<S> m = loadAt(step.firstMoment + i) * step.beta1 + gradient * (1 - step.beta1);
    const Values<S> v = loadAt(step.secondMoment + i) * step.beta2 + gradient * gradient * (1 - step.beta2);
    storeAt(step.firstMoment + i, m);
    storeAt(step.secondMoment + i, v);
    const Values<S> fresh =
        loadAt(step.weights + i) - step.rate * m / (squareRoot(v) * step.secondScale + step.epsilon);
    if (step.average != nullptr) {
        const Values<S> average = loadAt(step.average + i);
        storeAt(step.average + i, average + step.averageShare * (fresh - average));
    }
    return fresh;
}

template <class S>
inline Values<S> advanceWhole(const AdamStep<S>& step, Index i) {
    return advance(
        step, i, [](const S* from) { return load(from); }, [](S* to, Values<S> v) { store(to, v); });
}

// Fewer scalars than a vector, as part of one: a weight gets the same result wherever it lies.
template <class S>
inline void advanceFew(const AdamStep<S>& step, Index begin, Index count) {
    const auto loadFew = [count](const S* from) {
        Values<S> v{};
        for (Index lane = 0; lane < count; ++lane) v[lane] = from[lane];
        return v;
    };
    const auto storeFew = [count](S* to, Values<S> v) {
        for (Index lane = 0; lane < count; ++lane) to[lane] = v[lane];
    };
    storeFew(step.weights + begin, advance(step, begin, loadFew, storeFew));
}

template <class S>
void adam(const AdamStep<S>& asked) {
    const AdamStep<S> step = asked; // a copy, which no write can alias
    Index done = 0;
    if (step.pastCaches) {
        done = unalignedHead(step.weights, step.count);
        advanceFew(step, 0, done);
        for (; done + kLanes<S> <= step.count; done += kLanes<S>)
            stream(step.weights + done, advanceWhole(step, done));
        finishStreams();
    }
    for (; done + kLanes<S> <= step.count; done += kLanes<S>)
        store(step.weights + done, advanceWhole(step, done));
    advanceFew(step, done, step.count - done);
}

} // namespace
} // namespace latent::simd
