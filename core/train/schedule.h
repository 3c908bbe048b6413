// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <cstdint>

namespace latent {

/// Learning rate of a step (from 0) of a run of `steps` (0: open-ended, then constant).
/// Linear falls to 0 over the run, cosine follows half a cosine (Loshchilov and Hutter 2017).
double scheduledRate(Schedule schedule, double peak, std::int64_t step, std::int64_t steps);

} // namespace latent
