// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/adam.h"

#include <cmath>

namespace latent {
template <class S>
void Adam<S>::beginStep(double learningRate) {
    const double t = static_cast<double>(++m_state.step);
    m_rate = static_cast<S>(learningRate / (1 - std::pow(kBeta1, t)));
    m_secondScale = static_cast<S>(1 / std::sqrt(1 - std::pow(m_beta2, t)));
}

template <class S>
void Adam<S>::update(const Part& part) {
    kernels<S>().adam({.weights = part.weights + part.begin,
                       .gradient = part.gradient,
                       .firstMoment = m_state.first.data() + part.begin,
                       .secondMoment = m_state.second.data() + part.begin,
                       .count = part.count,
                       .beta1 = static_cast<S>(kBeta1),
                       .beta2 = static_cast<S>(m_beta2),
                       .epsilon = static_cast<S>(m_epsilon),
                       .rate = part.rateScale * m_rate,
                       .secondScale = m_secondScale,
                       .gradientScale = part.gradientScale,
                       .average = part.average == nullptr ? nullptr : part.average + part.begin,
                       .averageShare = part.averageShare,
                       .pastCaches = part.pastCaches});
}

template class Adam<float>;
template class Adam<double>;

} // namespace latent
