// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/posterior_accumulator.h"

#include "core/model/objective.h"

namespace latent {

void PosteriorAccumulator::add(const ConstByFeatureRef<float>& statistics) {
    const Index latentSize = m_sums.rows();
    ByFeature<float> kl(latentSize, statistics.cols());
    klForward<float>(statistics, kl);
    const ConstByFeatureRef<float> m = statistics.topRows(latentSize);
    const ConstByFeatureRef<float> s = statistics.bottomRows(latentSize);
    m_sums.col(0) += kl.rowwise().sum().cast<double>();
    m_sums.col(1) += (s.array() * 0.5F).exp().rowwise().sum().matrix().cast<double>();
    m_sums.col(2) += m.rowwise().sum().cast<double>();
    m_sums.col(3) += m.array().square().rowwise().sum().matrix().cast<double>();
    m_images += static_cast<double>(statistics.cols());
}

void PosteriorAccumulator::add(const PosteriorAccumulator& part) {
    m_sums += part.m_sums;
    m_images += part.m_images;
}

void PosteriorAccumulator::decay(double factor) {
    m_sums *= factor;
    m_images *= factor;
}

PosteriorStatistics PosteriorAccumulator::statistics() const {
    if (m_images == 0) return {};
    const Eigen::MatrixXd means = m_sums / m_images;
    const Eigen::VectorXd variance = (means.col(3) - means.col(2).cwiseAbs2()).cwiseMax(0);
    return {.kl = means.col(0).cast<float>(),
            .sigma = means.col(1).cast<float>(),
            .mean = means.col(2).cast<float>(),
            .spread = variance.cwiseSqrt().cast<float>()};
}

} // namespace latent
