// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/team_work.h"
#include "core/explore/values/image_numbers.h"

#include <cstdint>
#include <vector>

namespace latent {

/// What leads from the images B to the images A: mean code of A minus mean code of B. Needs a snapshot and
/// the images.
struct DirectionQuestion {
    ImageNumbers a;
    ImageNumbers b;
    std::uint64_t seed = 1; // of the halves and the bootstrap

    bool operator==(const DirectionQuestion&) const = default;
};

/// How the direction changes a class.
struct LabelShift {
    int label = 0;
    Index images = 0; // of the class
    double moved = 0; // share of those nearest to their own class's mean that are nearest to another's, once
                      // the direction is added to their codes; NaN: there are none
    int to = -1;      // the class most of these go to; −1: none moves
};

struct Direction {
    Vector vector; // [latent]
    /// How well a half of the images that was kept apart is told from where it lies along the direction of
    /// the other half, with the threshold midway between that half's means: the mean of the shares right of A
    /// and of B, so that ½ is chance however large the sets are. Images in both sets are left out. NaN where
    /// a set has fewer than two others.
    double accuracy = 0;
    double low = 0; // 95 % interval by the bootstrap's percentiles (Efron 1979) over the half kept apart
    double high = 0;
    Index heldOutA = 0; // images of the half kept apart
    Index heldOutB = 0;
    std::vector<LabelShift> shifts; // of each class that has images; empty without labels
};

/// Throws Error where a set is empty or has images that are not there; Cancelled.
Direction answer(const Evidence& evidence, const DirectionQuestion& question, const Progress& progress);

/// codes [latent, images]; ones that are not finite are left out. labels [images] or empty. Does not depend
/// on the team's size.
Direction directionOf(const Matrix& codes, const std::vector<std::uint16_t>& labels, int classes,
                      const DirectionQuestion& question, ThreadTeam& team, const Progress& progress);

} // namespace latent
