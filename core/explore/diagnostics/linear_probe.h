// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/explore/team_work.h"

#include <cstdint>
#include <vector>

namespace latent {

/// A linear classifier of codes: multinomial logistic regression on standardised dimensions.
class LinearProbe {
  public:
    /// codes [latent, n], labels [n] below `classes`. Nesterov's accelerated gradient, a fixed number of
    /// iterations with a step from Böhning's bound of the Hessian (1992): the same result every time.
    LinearProbe(const Matrix& codes, const std::vector<std::uint16_t>& labels, int classes, ThreadTeam& team,
                const Progress& progress);

    /// The likeliest class of each column, [n].
    std::vector<int> classify(const Matrix& codes) const;

  private:
    Matrix standardised(const Matrix& codes) const;

    Vector m_mean;    // [latent]
    Vector m_scale;   // 1 / standard deviation, [latent]
    Matrix m_weights; // [classes, latent + 1], the last column the biases
};

} // namespace latent
