// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/flat_vector.h"

#include <limits>
#include <utility>

namespace latent {

/// Remembers the weights with the lowest loss, and for how many losses there were none better.
class BestWeights {
  public:
    BestWeights() = default;
    /// Of `loss`, and `waited` losses ago.
    BestWeights(double loss, FlatVector<float> weights, int waited)
        : m_loss(loss)
        , m_weights(std::move(weights))
        , m_waited(waited) {}

    void judge(double loss, const FlatVector<float>& weights) {
        ++m_waited;
        if (!(loss < m_loss)) return;
        m_loss = loss;
        m_weights = weights;
        m_waited = 0;
    }
    /// Losses since the best one.
    int waited() const { return m_waited; }
    void waitAnew() { m_waited = 0; }
    /// Infinite before the first.
    double loss() const { return m_loss; }
    const FlatVector<float>& weights() const { return m_weights; }

  private:
    double m_loss = std::numeric_limits<double>::infinity();
    FlatVector<float> m_weights;
    int m_waited = 0;
};

} // namespace latent
