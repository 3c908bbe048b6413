// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/flat_vector.h"
#include "core/base/matrix.h"
#include "core/nn/kernels.h"

#include <cstdint>

namespace latent {

/// Adam (Kingma and Ba 2015, algorithm 1), ε outside the corrected root as in PyTorch:
/// w −= lr · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε).
template <class S>
class Adam {
  public:
    static constexpr double kBeta1 = 0.9;
    static constexpr double kBeta2 = 0.999;
    static constexpr double kEpsilon = 1e-8;

    /// Weights [begin, begin + count) of all, and what is done with them; see AdamStep.
    struct Part {
        S* weights = nullptr; // all of them
        Index begin = 0;
        Index count = 0;
        const S* gradient = nullptr; // [count]
        S gradientScale = 1;
        S rateScale = 1;      // of the step's learning rate
        S* average = nullptr; // of all weights; null: none
        S averageShare = 0;
        bool pastCaches = false;
    };

    /// All that the next step depends on but the weights.
    struct State {
        FlatVector<S> first;   // moving mean of the gradient
        FlatVector<S> second;  // moving mean of its square
        std::int64_t step = 0; // taken so far
    };

    explicit Adam(Index size, double beta2 = kBeta2, double epsilon = kEpsilon)
        : m_beta2(beta2)
        , m_epsilon(epsilon)
        , m_state{FlatVector<S>(static_cast<std::size_t>(size)),
                  FlatVector<S>(static_cast<std::size_t>(size))} {}

    /// Begins the next step; then update() each part of the weights once, in any order, from any threads.
    void beginStep(double learningRate);
    void update(const Part& part);

    /// What update() reads and writes.
    Runs<S> touched(const S* weights, Index begin, Index count) const {
        return {{weights + begin, m_state.first.data() + begin, m_state.second.data() + begin}, count};
    }

    const State& state() const { return m_state; }
    /// Continues from a state of the same number of weights.
    void restore(const State& state) { m_state = state; }

  private:
    double m_beta2;
    double m_epsilon;
    State m_state;
    S m_rate = 0;        // lr / (1 − β₁ᵗ)
    S m_secondScale = 0; // 1 / √(1 − β₂ᵗ)
};

extern template class Adam<float>;
extern template class Adam<double>;

} // namespace latent
