// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Trains, writes the metrics of every epoch, and the model at the end or when interrupted. A loss that stops
/// being finite still saves the last finite weights, then throws NonFiniteLoss.
void runTrain(const TrainCommand& command);

} // namespace latent
