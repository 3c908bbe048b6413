// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/simd/square_root.h"
#include "core/nn/simd/stream.h"

namespace latent::simd {
namespace {

// Where a vector of weights lies, and what goes with it.
template <class S>
struct AdamPlace {
    const S* gradient;
    S* weights;
    S* firstMoment;
    S* secondMoment;
    S* average; // null: none
};

template <class S>
inline AdamPlace<S> placeOf(const AdamStep<S>& step, Index i) {
    return {step.gradient + i, step.weights + i, step.firstMoment + i, step.secondMoment + i,
            step.average == nullptr ? nullptr : step.average + i};
}

// Moves all but the weights of a vector on; returns the new weights.
template <class S>
inline Values<S> advance(const AdamStep<S>& step, const AdamPlace<S>& at) {
    const Values<S> gradient = load(at.gradient) * step.gradientScale;
    const Values<S> m = load(at.firstMoment) * step.beta1 + gradient * (1 - step.beta1);
    const Values<S> v = load(at.secondMoment) * step.beta2 + gradient * gradient * (1 - step.beta2);
    store(at.firstMoment, m);
    store(at.secondMoment, v);
    const Values<S> fresh =
        load(at.weights) - step.rate * m / (squareRoot(v) * step.secondScale + step.epsilon);
    if (at.average != nullptr) {
        const Values<S> average = load(at.average);
        store(at.average, average + step.averageShare * (fresh - average));
    }
    return fresh;
}

// Fewer than a vector, as a part of one: the same numbers wherever a weight lies.
template <class S>
inline void advanceFew(const AdamStep<S>& step, Index begin, Index count) {
    S gradient[kLanes<S>]{}, weights[kLanes<S>]{}, first[kLanes<S>]{}, second[kLanes<S>]{},
        average[kLanes<S>]{};
    const AdamPlace<S> from = placeOf(step, begin);
    const AdamPlace<S> here{gradient, weights, first, second, from.average == nullptr ? nullptr : average};
    for (Index i = 0; i < count; ++i) {
        gradient[i] = from.gradient[i];
        weights[i] = from.weights[i];
        first[i] = from.firstMoment[i];
        second[i] = from.secondMoment[i];
        if (here.average != nullptr) average[i] = from.average[i];
    }
    store(weights, advance(step, here));
    for (Index i = 0; i < count; ++i) {
        from.weights[i] = weights[i];
        from.firstMoment[i] = first[i];
        from.secondMoment[i] = second[i];
        if (here.average != nullptr) from.average[i] = average[i];
    }
}

template <class S>
void adam(const AdamStep<S>& asked) {
    const AdamStep<S> step = asked; // nothing that is written can change it
    Index done = 0;
    if (step.pastCaches) {
        done = unalignedHead(step.weights, step.count);
        advanceFew(step, 0, done);
        for (; done + kLanes<S> <= step.count; done += kLanes<S>)
            stream(step.weights + done, advance(step, placeOf(step, done)));
        finishStreams();
    }
    for (; done + kLanes<S> <= step.count; done += kLanes<S>)
        store(step.weights + done, advance(step, placeOf(step, done)));
    advanceFew(step, done, step.count - done);
}

} // namespace
} // namespace latent::simd
