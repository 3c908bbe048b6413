// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimiser.h"

#include "core/train/schedule.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>

namespace latent {
namespace {

// So many weights stay in the cores' caches: handing them over is then faster than asking memory for them.
constexpr Index kCachedWeights = 1 << 18;
constexpr Index kCachedRange = 1 << 12; // of a task

} // namespace

Optimiser::Optimiser(const TrainingSettings& settings, Index weightCount)
    : m_adam(weightCount, static_cast<double>(settings.beta2), static_cast<double>(settings.epsilon))
    , m_clip(settings.clip)
    , m_fast(settings.schedule == Schedule::Fast)
    , m_gradient(m_clip > 0 ? static_cast<std::size_t>(weightCount) : 0) {}

bool Optimiser::adjust(const Network<float>& network, const BatchWorkspace<float>& work, double learningRate,
                       FlatVector<float>& weights, FlatVector<float>& average, ThreadTeam& team) {
    const auto& tasks = network.gradientTasks();
    const bool clips = !m_gradient.empty();
    const bool passesCaches = team.size() > 1 && network.weightCount() > kCachedWeights;
    const float ofAll = clips ? clippingScale(network, work, team) : 1;
    std::atomic<bool> allFinite = true;
    m_ofOneTask.resize(static_cast<std::size_t>(team.size()));
    if (m_rateShares.empty()) prepareTasks(network);
    m_adam.beginStep(learningRate);
    ++m_step;
    const auto share = static_cast<float>(averageShare());
    float* const moved = share > 0 && !average.empty() ? average.data() : nullptr;
    team.run(static_cast<int>(tasks.size()), [&](int index, int worker) {
        const Network<float>::GradientTask& task = tasks[static_cast<std::size_t>(index)];
        const std::array<WeightRange, 2> ranges = network.weightsOf(task);
        const std::array<float*, 2> gradients = gradientsOf(ranges, worker);
        float scale = ofAll;
        if (!clips) {
            const float squares =
                network.weightGradient(work, task, gradients[0], gradients[1],
                                       m_adam.touched(weights.data(), ranges[0].begin, ranges[0].count));
            scale = scaleOfTask(static_cast<std::size_t>(index), std::sqrt(squares));
        }
        if (!std::isfinite(scale)) {
            allFinite = false;
            return;
        }
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            m_adam.update({.weights = weights.data(),
                           .begin = ranges[i].begin,
                           .count = ranges[i].count,
                           .gradient = gradients[i],
                           .gradientScale = scale,
                           .rateScale = m_rateShares[static_cast<std::size_t>(index)],
                           .average = moved,
                           .averageShare = share,
                           .pastCaches = passesCaches && ranges[i].count > kCachedRange});
        }
    });
    return allFinite;
}

void Optimiser::copyState(OptimiserState& state) const {
    state.adam = m_adam.state();
    state.usualNorms = m_usualNorms;
    state.step = m_step;
    state.averagedAt = m_averagedAt;
}

void Optimiser::restore(const OptimiserState& state) {
    m_adam.restore(state.adam);
    m_usualNorms = state.usualNorms;
    m_step = state.step;
    m_averagedAt = state.averagedAt;
}

void Optimiser::prepareTasks(const Network<float>& network) {
    m_usualNorms.resize(network.gradientTasks().size());
    for (const Network<float>::GradientTask& task : network.gradientTasks())
        m_rateShares.push_back(m_fast ? static_cast<float>(rateShare(network.fanInOf(task))) : 1.0F);
}

// What a task's gradient is multiplied by: not finite where its norm is not.
float Optimiser::scaleOfTask(std::size_t task, float norm) {
    if (!std::isfinite(norm)) return norm;
    return m_fast ? guardedScale(task, norm) : 1;
}

// An image far out (exp(s) is steep) makes a gradient hundreds of times longer than usual, and at a high rate
// Adam's moments carry it through so many steps that the run may be lost: it counts for two usual ones.
float Optimiser::guardedScale(std::size_t task, float norm) {
    constexpr float kMostUsual = 2;
    constexpr float kMemory = 0.95F; // about 20 steps
    float& usual = m_usualNorms[task];
    if (usual == 0) usual = norm;
    const float scale = norm > kMostUsual * usual ? kMostUsual * usual / norm : 1;
    usual = kMemory * usual + (1 - kMemory) * scale * norm;
    return scale;
}

// Where the gradients of a task's two ranges are kept.
std::array<float*, 2> Optimiser::gradientsOf(const std::array<WeightRange, 2>& ranges, int worker) {
    if (!m_gradient.empty())
        return {m_gradient.data() + ranges[0].begin, m_gradient.data() + ranges[1].begin};
    FlatVector<float>& own = m_ofOneTask[static_cast<std::size_t>(worker)];
    own.resize(std::max(own.size(), static_cast<std::size_t>(ranges[0].count + ranges[1].count)));
    return {own.data(), own.data() + ranges[0].count};
}

// How much of the new weights goes into their average. Young weights are soon forgotten: the average looks
// back over a twelfth of the steps so far. Moving it costs a pass through memory, so it waits for some steps,
// at most for a quarter of what it looks back over.
double Optimiser::averageShare() {
    constexpr double kMostAtOnce = 8;
    const double steps = std::min(kAveraged, 1 + static_cast<double>(m_step - 1) / 12);
    const auto waited = static_cast<double>(m_step - m_averagedAt);
    if (waited < std::min(kMostAtOnce, std::floor(steps / 4))) return 0;
    m_averagedAt = m_step;
    return 1 - std::pow(1 - 1 / steps, waited);
}

// What brings a gradient that is longer than asked for to that length (Pascanu, Mikolov and Bengio 2013).
// Sums in the tasks' order: the same for any number of threads.
float Optimiser::clippingScale(const Network<float>& network, const BatchWorkspace<float>& work,
                               ThreadTeam& team) {
    const auto& tasks = network.gradientTasks();
    m_squares.resize(tasks.size());
    team.run(static_cast<int>(tasks.size()), [&](int index, int worker) {
        const auto at = static_cast<std::size_t>(index);
        const std::array<WeightRange, 2> ranges = network.weightsOf(tasks[at]);
        const std::array<float*, 2> gradients = gradientsOf(ranges, worker);
        m_squares[at] =
            static_cast<double>(network.weightGradient(work, tasks[at], gradients[0], gradients[1]));
    });
    const double norm = std::sqrt(std::accumulate(m_squares.begin(), m_squares.end(), 0.0));
    if (!std::isfinite(norm)) return static_cast<float>(norm);
    return norm > static_cast<double>(m_clip) ? m_clip / static_cast<float>(norm) : 1;
}

} // namespace latent
