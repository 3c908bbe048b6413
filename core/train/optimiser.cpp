// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimiser.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace latent {
namespace {

double squaredNorm(const FlatVector<float>& values, WeightRange range) {
    return Eigen::Map<const Vector>(values.data() + range.begin, range.count).cast<double>().squaredNorm();
}

void moveTowards(const FlatVector<float>& weights, WeightRange range, float share,
                 FlatVector<float>& average) {
    Eigen::Map<Vector> part(average.data() + range.begin, range.count);
    part += share * (Eigen::Map<const Vector>(weights.data() + range.begin, range.count) - part);
}

} // namespace

Optimiser::Optimiser(const TrainingSettings& settings, Index weightCount)
    : m_adam(weightCount, static_cast<double>(settings.beta2), static_cast<double>(settings.epsilon))
    , m_clip(settings.clip)
    , m_gradient(static_cast<std::size_t>(weightCount)) {}

void Optimiser::adjust(const Network<float>& network, const BatchWorkspace<float>& work, double learningRate,
                       FlatVector<float>& weights, FlatVector<float>& average, ThreadTeam& team) {
    const auto& tasks = network.gradientTasks();
    const bool clips = m_clip > 0;
    const float scale = clips ? clippingScale(network, work, team) : 1;
    m_adam.beginStep(learningRate);
    const auto share = static_cast<float>(averageShare());
    ++m_step;
    team.run(static_cast<int>(tasks.size()), [&](int index, int) {
        const Network<float>::GradientTask& task = tasks[static_cast<std::size_t>(index)];
        if (!clips) network.weightGradient(work, task, m_gradient.data());
        for (const WeightRange& range : network.weightsOf(task)) {
            m_adam.update(weights.data(), m_gradient.data(), range.begin, range.count, scale);
            if (share > 0 && !average.empty()) moveTowards(weights, range, share, average);
        }
    });
}

// How much of the present weights goes into their average. Young weights are soon forgotten: the average
// looks back over a twelfth of the steps so far. A long average changes slowly and costs a pass through
// memory, so it is moved on by several steps at once.
double Optimiser::averageShare() const {
    const auto step = static_cast<double>(m_step);
    const double share = 1 / std::min(kAveraged, 1 + step / 12);
    if (step < kAveraged) return share;
    return m_step % kAverageEvery == 0 ? 1 - std::pow(1 - share, kAverageEvery) : 0;
}

// What brings a gradient that is longer than asked for to that length (Pascanu, Mikolov and Bengio 2013).
// Sums in the tasks' order: the same for any number of threads.
float Optimiser::clippingScale(const Network<float>& network, const BatchWorkspace<float>& work,
                               ThreadTeam& team) {
    const auto& tasks = network.gradientTasks();
    m_squares.resize(tasks.size());
    team.run(static_cast<int>(tasks.size()), [&](int index, int) {
        const auto at = static_cast<std::size_t>(index);
        network.weightGradient(work, tasks[at], m_gradient.data());
        const auto ranges = network.weightsOf(tasks[at]);
        m_squares[at] = squaredNorm(m_gradient, ranges[0]) + squaredNorm(m_gradient, ranges[1]);
    });
    const double norm = std::sqrt(std::accumulate(m_squares.begin(), m_squares.end(), 0.0));
    return norm > static_cast<double>(m_clip) ? m_clip / static_cast<float>(norm) : 1;
}

} // namespace latent
