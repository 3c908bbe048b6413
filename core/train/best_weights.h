// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/flat_vector.h"

#include <limits>

namespace latent {

/// Remembers the weights with the lowest loss, and says when waiting for lower ones is over.
class BestWeights {
  public:
    /// Whether `patience` losses in a row were no better than the best.
    bool judge(double loss, const FlatVector<float>& weights, int patience) {
        if (loss < m_loss) {
            m_loss = loss;
            m_weights = weights;
            m_waited = 0;
            return false;
        }
        return ++m_waited >= patience;
    }
    /// The best weights: from here on they are the model's.
    const FlatVector<float>& restore() {
        m_restored = true;
        return m_weights;
    }
    bool restored() const { return m_restored; }

  private:
    double m_loss = std::numeric_limits<double>::infinity();
    FlatVector<float> m_weights;
    int m_waited = 0;
    bool m_restored = false;
};

} // namespace latent
