// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <cstdint>

namespace latent {

/// Learning rate of a step (from 0) of a run of `steps` (0: open-ended). Linear falls to 0 over the run,
/// cosine follows half a cosine (Loshchilov and Hutter 2017). Fast rises to the peak in kWarmUpSteps (or a
/// tenth of the run) and falls with the square of what is left: of the shapes tried it passes any given loss
/// first, and ends no higher. Stages: eight, each three times as long as the one before, at 10^(−i/7) of the
/// peak (Burda, Grosse and Salakhutdinov 2016, section 5). An open-ended run has no end to fall to: its rate
/// goes with 1/√step after kSettledSteps (Vaswani et al. 2017) unless it is constant.
inline constexpr int kWarmUpSteps = 100;
inline constexpr int kSettledSteps = 1000;
double scheduledRate(Schedule schedule, double peak, std::int64_t step, std::int64_t steps);

/// Epochs that a run over so many training images has if nobody says: the usual ten, and of a small set as
/// many as make kEnoughSteps, at most kMostUsualEpochs.
inline constexpr int kEnoughSteps = 1500;
inline constexpr int kMostUsualEpochs = 500;
int usualEpochs(std::int64_t images, int batch);

} // namespace latent
