// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/flat_vector.h"
#include "core/base/thread_team.h"
#include "core/model/network.h"
#include "core/nn/adam.h"

#include <array>

namespace latent {

/// All that an Optimiser's next step depends on but the settings and the weights.
struct OptimiserState {
    Adam<float>::State adam;
    std::vector<float> usualNorms; // of each task's gradient; empty before the first step
    std::int64_t step = 0;
    std::int64_t averagedAt = 0; // the step at which the average was last moved on
};

/// Turns the gradients of a batch's activations into new weights: gradient, clipping, Adam, running average.
/// With the Fast schedule, whose rate is high, layers of many inputs take shorter steps (see rateShare), and
/// each task's gradient is kept to twice its usual length.
class Optimiser {
  public:
    Optimiser(const TrainingSettings& settings, Index weightCount);

    /// One step. Each task computes the gradient of some weights and adjusts them while both are in the
    /// cache; only clipping must know all gradients first. average: of the weights, over about the last
    /// kAveraged steps or, at first, fewer; empty: not kept. A gradient that is not finite changes nothing;
    /// false if there was one.
    [[nodiscard]] bool adjust(const Network<float>& network, const BatchWorkspace<float>& work,
                              double learningRate, FlatVector<float>& weights, FlatVector<float>& average,
                              ThreadTeam& team);
    static constexpr double kAveraged = 400;

    /// Copies into `state`, whose memory is used again.
    void copyState(OptimiserState& state) const;
    /// Goes on from the state of an optimiser of the same settings and network.
    void restore(const OptimiserState& state);

  private:
    double averageShare();
    void prepareTasks(const Network<float>& network);
    float scaleOfTask(std::size_t task, float norm);
    float guardedScale(std::size_t task, float norm);
    std::array<float*, 2> gradientsOf(const std::array<WeightRange, 2>& ranges, int worker);
    float clippingScale(const Network<float>& network, const BatchWorkspace<float>& work, ThreadTeam& team);

    Adam<float> m_adam;
    float m_clip;
    bool m_fast;                                // guards against long gradients and wide layers
    std::vector<float> m_usualNorms;            // of each task's gradient
    std::vector<float> m_rateShares;            // of each task's layer
    FlatVector<float> m_gradient;               // of all weights; empty unless clipping must know them all
    std::vector<FlatVector<float>> m_ofOneTask; // by worker: small enough to stay in its cache
    std::vector<double> m_squares;              // of each task's gradient
    std::int64_t m_step = 0;
    std::int64_t m_averagedAt = 0; // the step at which the average was last moved on
};

} // namespace latent
