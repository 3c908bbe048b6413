// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace latent {

double scheduledRate(Schedule schedule, double peak, std::int64_t step, std::int64_t steps) {
    if (steps <= 0) return peak;
    const double done = std::min(1.0, static_cast<double>(step) / static_cast<double>(steps));
    switch (schedule) {
    case Schedule::Constant:
        break;
    case Schedule::Linear:
        return peak * (1 - done);
    case Schedule::Cosine:
        return peak * 0.5 * (1 + std::cos(std::numbers::pi * done));
    }
    return peak;
}

} // namespace latent
