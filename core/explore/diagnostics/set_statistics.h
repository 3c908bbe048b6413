// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/pixel_statistics.h"
#include "core/explore/evidence.h"

namespace latent {

/// What the pixels of the set are like. Needs images.
struct StatisticsQuestion {
    bool operator==(const StatisticsQuestion&) const = default;
};

inline PixelStatistics answer(const Evidence& evidence, const StatisticsQuestion&, const Progress& progress) {
    return pixelStatistics(*evidence.dataset, progress);
}

} // namespace latent
