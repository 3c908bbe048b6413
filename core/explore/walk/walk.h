// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/team_work.h"
#include "core/run/walk_plan.h"

namespace latent {

/// How long a frame of a walk is shown, here and in what is saved of it; the last one of an open walk is
/// looked at before the walk begins anew.
inline constexpr int kWalkFrameMs = 80;
inline constexpr int kWalkEndMs = 1'200;
/// Codes whose mean distance says how near data are; fewer where there are fewer.
inline constexpr int kNearCodes = 8;

/// A walk through some points of the latent space, in order, and in a loop back to the first. Needs a
/// snapshot, and for WalkPath::AlongData its codes.
struct WalkQuestion {
    std::vector<Vector> through = {}; // [latent] each, at least one
    WalkPath path = WalkPath::Straight;
    int steps = 64; // 2 or more
    bool loop = false;

    bool operator==(const WalkQuestion& other) const;
};

/// Frames at equal parts of the path's length: of its length in z, with WalkPath::Metric of how much the
/// picture changes. The first frame is the first point exactly; the last is the last one, or in a loop one
/// step before the first.
struct Walk {
    Matrix points;             // [latent, steps]
    Matrix images;             // [pixels, steps], means of p(x|z)
    ImageShape shape;          // of the images
    std::vector<float> change; // from a frame to the next: root of the pixels' mean squared difference, 0
                               // … 1. [steps − 1]; in a loop [steps], the last one back to the first frame
    std::vector<float>
        nearness; // mean distance in z to the kNearCodes nearest codes, [steps]; empty: no codes
};

/// The same with any number of threads. Throws Error for a walk along the data without codes, Cancelled.
Walk walk(const Snapshot& snapshot, const WalkQuestion& question, ThreadTeam& team, const Progress& progress);

/// walk() with a team as large as the machine. Needs a snapshot.
Walk answer(const Evidence& evidence, const WalkQuestion& question, const Progress& progress);

} // namespace latent
