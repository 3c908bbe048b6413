// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/train/snapshot.h"

#include <utility>

namespace latent {

/// Sums over images from which PosteriorStatistics come. Sums of parts may be added in a fixed order.
class PosteriorAccumulator {
  public:
    explicit PosteriorAccumulator(Index latentSize)
        : m_sums(Eigen::MatrixXd::Zero(latentSize, 4)) {}
    /// sums [latent, 4] over so many images, as sums() and images() gave them.
    PosteriorAccumulator(Eigen::MatrixXd sums, double images)
        : m_sums(std::move(sums))
        , m_images(images) {}

    /// statistics [2·latent, n]: m above s.
    void add(const ConstByFeatureRef<float>& statistics);
    void add(const PosteriorAccumulator& part);
    /// Weighs everything so far by `factor`: a moving average over about 1 / (1 − factor) batches.
    void decay(double factor);

    double klSum() const { return m_sums.col(0).sum(); }
    /// Of each dimension, [latent], nats an image.
    Eigen::VectorXd klMeans() const { return m_sums.col(0) / m_images; }
    PosteriorStatistics statistics() const;
    const Eigen::MatrixXd& sums() const { return m_sums; }
    /// Fewer than were added once they decay.
    double images() const { return m_images; }

  private:
    Eigen::MatrixXd m_sums; // [latent, 4]: KL, σ, m, m²
    double m_images = 0;
};

} // namespace latent
