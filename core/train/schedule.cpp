// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace latent {
namespace {

double warmUp(std::int64_t step, std::int64_t steps) {
    constexpr double kMostOfRun = 1.0 / 3;
    const double whole =
        steps > 0 ? std::min<double>(kWarmUpSteps, kMostOfRun * static_cast<double>(steps)) : kWarmUpSteps;
    const double reached = steps > 0 ? std::min(1.0, static_cast<double>(steps) / kFullRateSteps) : 1;
    return reached * std::min(1.0, (static_cast<double>(step) + 1) / (whole + 1));
}

// Stage i takes 3^i parts of the run's (3^8 − 1) / 2: stages 0 … i − 1 take (3^i − 1) / 2.
double stagesDecay(double fraction) {
    constexpr int kStages = 8;
    int stage = 0;
    for (double end = 1; stage < kStages - 1 && fraction * (std::pow(3.0, kStages) - 1) / 2 >= end; ++stage)
        end = (std::pow(3.0, stage + 2) - 1) / 2;
    return std::pow(10.0, -stage / (kStages - 1.0));
}

// What share of the peak the rate has fallen to, after any warm-up.
double decay(Schedule schedule, std::int64_t step, std::int64_t steps) {
    if (schedule == Schedule::Constant) return 1;
    if (steps <= 0)
        return std::sqrt(kSettledSteps / std::max<double>(kSettledSteps, static_cast<double>(step)));
    const double left = 1 - std::min(1.0, static_cast<double>(step) / static_cast<double>(steps));
    switch (schedule) {
    case Schedule::Fast:
        return left * left;
    case Schedule::Linear:
        return left;
    case Schedule::Cosine:
        return 0.5 * (1 - std::cos(std::numbers::pi * left));
    case Schedule::Stages:
        return stagesDecay(1 - left);
    case Schedule::Constant:
        break;
    }
    return 1;
}

} // namespace

int usualEpochs(std::int64_t images, int batch) {
    const std::int64_t steps = std::max<std::int64_t>(1, (images + batch - 1) / batch);
    const std::int64_t enough = (kEnoughSteps + steps - 1) / steps;
    return static_cast<int>(std::clamp<std::int64_t>(enough, TrainingSettings{}.epochs, kMostUsualEpochs));
}

double rateShare(std::int64_t fanIn) {
    return std::min(1.0, static_cast<double>(kUsualFanIn) / static_cast<double>(fanIn));
}

double scheduledRate(Schedule schedule, double peak, std::int64_t step, std::int64_t steps) {
    const double rise = schedule == Schedule::Fast ? warmUp(step, steps) : 1;
    return peak * rise * decay(schedule, step, steps);
}

} // namespace latent
