// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/convolution.h"
#include "core/nn/linear.h"

#include <variant>

namespace latent {

/// Any layer with weights. All have the same interface: see Linear.
using Layer = std::variant<Linear, Convolution, TransposedConvolution>;

inline Index inputsOf(const Layer& layer) {
    return std::visit([](const auto& any) { return any.in; }, layer);
}
inline Index outputsOf(const Layer& layer) {
    return std::visit([](const auto& any) { return any.out; }, layer);
}
inline Index costOf(const Layer& layer) {
    return std::visit([](const auto& any) { return any.cost(); }, layer);
}
inline Index partsOf(const Layer& layer) {
    return std::visit([](const auto& any) { return any.parts(); }, layer);
}
/// In which layouts the layer's weight gradient reads its input and its result's gradient.
inline bool wantsInputByImage(const Layer& layer) {
    return std::visit([](const auto& any) { return any.kInputByImage; }, layer);
}
inline bool wantsGradientByImage(const Layer& layer) {
    return std::visit([](const auto& any) { return any.kGradientByImage; }, layer);
}

template <class S>
void forward(const Layer& layer, const S* flat, const ConstByFeatureRef<S>& x, ByFeatureRef<S> y) {
    std::visit([&](const auto& any) { any.template forward<S>(flat, x, y); }, layer);
}
template <class S>
void backwardInput(const Layer& layer, const S* flat, const ConstByFeatureRef<S>& dy, ByFeatureRef<S> dx,
                   Runs<S> next) {
    std::visit([&](const auto& any) { any.template backwardInput<S>(flat, dy, dx, next); }, layer);
}

} // namespace latent
