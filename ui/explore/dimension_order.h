// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/snapshot.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace latent {

/// Dimensions by a value of each, highest first; in their own order while the values are not known.
inline std::vector<int> dimensionsBy(const Vector& values, int latent) {
    std::vector<int> order(static_cast<std::size_t>(latent));
    std::iota(order.begin(), order.end(), 0);
    if (values.size() == latent)
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return values[a] > values[b]; });
    return order;
}

/// How much each dimension carries: its KL or, in a model that has none, the spread of its means. Empty while
/// unknown.
inline const Vector& carriedBy(const Snapshot& snapshot) {
    return snapshot.model.objective.hasKl() ? snapshot.posterior.kl : snapshot.posterior.spread;
}

} // namespace latent
