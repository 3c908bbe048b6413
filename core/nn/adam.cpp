// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/adam.h"

#include <algorithm>
#include <cmath>

namespace latent {
namespace {

// The three passes over a chunk stay in the first-level cache.
constexpr Index kChunk = 1024;

} // namespace

template <class S>
void Adam<S>::beginStep(double learningRate) {
    ++m_step;
    const double t = static_cast<double>(m_step);
    m_rate = static_cast<S>(learningRate / (1 - std::pow(kBeta1, t)));
    m_secondScale = static_cast<S>(1 / std::sqrt(1 - std::pow(kBeta2, t)));
}

template <class S>
void Adam<S>::update(S* weights, const S* gradient, Index begin, Index count) {
    using Part = Eigen::Map<Eigen::Array<S, Eigen::Dynamic, 1>>;
    using ConstPart = Eigen::Map<const Eigen::Array<S, Eigen::Dynamic, 1>>;
    constexpr S kB1 = static_cast<S>(kBeta1);
    constexpr S kB2 = static_cast<S>(kBeta2);
    constexpr S kEps = static_cast<S>(kEpsilon);
    for (Index i = begin; i < begin + count; i += kChunk) {
        const Index n = std::min(kChunk, begin + count - i);
        const ConstPart g(gradient + i, n);
        Part m(m_first.data() + i, n);
        Part v(m_second.data() + i, n);
        Part w(weights + i, n);
        m = m * kB1 + g * (1 - kB1);
        v = v * kB2 + g.square() * (1 - kB2);
        w -= m_rate * m / (v.sqrt() * m_secondScale + kEps);
    }
}

template class Adam<float>;
template class Adam<double>;

} // namespace latent
