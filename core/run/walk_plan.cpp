// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/walk_plan.h"

#include <algorithm>
#include <tuple>

namespace latent {

bool sameStations(const std::vector<Vector>& a, const std::vector<Vector>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Vector& x, const Vector& y) { return x.size() == y.size() && x == y; });
}

bool WalkPlan::operator==(const WalkPlan& other) const {
    const auto rest = [](const WalkPlan& plan) {
        return std::tie(plan.path, plan.steps, plan.loop, plan.at);
    };
    return sameStations(stations, other.stations) && rest(*this) == rest(other);
}

} // namespace latent
