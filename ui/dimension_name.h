// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/snapshot.h"

#include <QString>

#include <algorithm>
#include <numeric>
#include <vector>

namespace latent {

/// "z₂" for dimension 1: people count from one.
inline QString dimensionName(int dimension) {
    QString name = "z";
    for (const QChar digit : QString::number(dimension + 1)) name += QChar(0x2080 + digit.digitValue());
    return name;
}

/// Dimensions by their KL, highest first; in their own order while no KL is known.
inline std::vector<int> dimensionsByKl(const PosteriorStatistics& posterior, int latent) {
    std::vector<int> order(static_cast<std::size_t>(latent));
    std::iota(order.begin(), order.end(), 0);
    if (posterior.kl.size() == latent)
        std::stable_sort(order.begin(), order.end(),
                         [&](int a, int b) { return posterior.kl[a] > posterior.kl[b]; });
    return order;
}

} // namespace latent
