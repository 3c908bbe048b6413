// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <cstdint>

namespace latent {

/// Learning rate of a step (from 0) of a run of `steps` (0: open-ended). Linear falls to 0 over the run,
/// cosine follows half a cosine (Loshchilov and Hutter 2017). Fast rises to the peak in kWarmUpSteps, or a
/// third of a shorter run, and falls with the square of what is left: of the shapes tried it passes any given
/// loss first, and ends no higher. Adam's first steps are as long as the rate whatever the gradient, and its
/// moments and the weights take about 1/(1 − β₂) steps to settle (Ma and Yarats 2021; Gilmer et al. 2021): a
/// run of fewer than kFullRateSteps never settles, and Fast gives it only that share of the peak. Stages:
/// eight, each three times as long as the one before, at 10^(−i/7) of the peak (Burda, Grosse and
/// Salakhutdinov 2016, section 5). An open-ended run has no end to fall to: its rate goes with 1/√step after
/// kSettledSteps (Vaswani et al. 2017) unless it is constant.
inline constexpr int kWarmUpSteps = 100;
inline constexpr int kFullRateSteps = 30;
inline constexpr int kSettledSteps = 1000;
double scheduledRate(Schedule schedule, double peak, std::int64_t step, std::int64_t steps);

/// What the Fast schedule multiplies a layer's rate by: fewer than kUsualFanIn inputs leave it as it is, and
/// more lower it in inverse proportion. All weights of a unit move together, so that its sum moves by the
/// rate times its inputs; this keeps that the same for any width (Yang et al. 2022, "Tensor Programs V",
/// table 3; Yang, Simon and Bernstein 2023, "A Spectral Condition for Feature Learning"). The peak was tuned
/// on 784 inputs.
inline constexpr int kUsualFanIn = 784;
double rateShare(std::int64_t fanIn);

/// Default number of epochs for a training set of this size: the usual ten, and for a small set as many as
/// make kEnoughSteps, at most kMostUsualEpochs.
inline constexpr int kEnoughSteps = 1500;
inline constexpr int kMostUsualEpochs = 500;
int usualEpochs(std::int64_t images, int batch);

} // namespace latent
