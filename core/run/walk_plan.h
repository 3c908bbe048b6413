// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <vector>

namespace latent {

/// How a walk gets from one station to the next.
enum class WalkPath {
    Straight,
    Spherical, // along great circles around the prior's mean, or the codes' (Shoemake 1985, White 2016)
    AlongData, // where codes are dense
    Metric,    // what changes the picture least: a geodesic of the decoder (Arvanitidis et al. 2018)
};

/// The most frames of a walk, and the most stations that it goes through.
inline constexpr int kMostWalkSteps = 600;
inline constexpr int kMostStations = 64;

/// A walk through the latent space, as a person lays it out, and the frame of it that is shown.
struct WalkPlan {
    std::vector<Vector> stations; // [latent] each
    WalkPath path = WalkPath::Straight;
    int steps = 64; // frames, 2 … kMostWalkSteps
    bool loop = false;
    int at = 0; // frame

    bool operator==(const WalkPlan& other) const;
};

/// Whether all are the same, in length too.
bool sameStations(const std::vector<Vector>& a, const std::vector<Vector>& b);

} // namespace latent
