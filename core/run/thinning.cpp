// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/thinning.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace latent {

double placeInRun(std::int64_t step, std::int64_t steps) {
    if (steps <= 0) return 0;
    const double share = static_cast<double>(step) / static_cast<double>(steps);
    return std::log1p(kEarlyDensity * share) / std::log1p(kEarlyDensity);
}

bool isDue(std::int64_t step, std::optional<std::int64_t> last, int most, double share) {
    if (most <= 0) return false;
    if (!last) return true;
    return step > *last && 1 - placeInRun(*last, step) >= share / most;
}

std::optional<std::size_t> leastMissed(std::span<const KeptStep> steps) {
    std::optional<std::size_t> least;
    double leastGap = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i + 1 < steps.size(); ++i) {
        if (steps[i].pinned) continue;
        const std::int64_t whole = steps.back().step;
        const double gap = placeInRun(steps[i + 1].step, whole) - placeInRun(steps[i - 1].step, whole);
        if (gap >= leastGap) continue;
        leastGap = gap;
        least = i;
    }
    return least;
}

} // namespace latent
