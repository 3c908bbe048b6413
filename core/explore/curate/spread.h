// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/team_work.h"
#include "core/explore/values/image_numbers.h"

#include <vector>

namespace latent {

/// A few images whose codes cover those of all. Needs a snapshot and the images.
struct SpreadQuestion {
    int count = 20;
    ImageNumbers among = {}; // null: all images

    bool operator==(const SpreadQuestion&) const = default;
};

struct Spread {
    std::vector<Index> images; // in the order of choice: the first n are the answer for n
    std::vector<float> radius; // [images] the farthest code from its nearest choice, once this one is made
};

/// Greedy k-centre (Gonzalez 1985), whose radius is at most twice the best one: first the image nearest to
/// the mean of the codes, then each time the one farthest from all choices; of two as far, the first. Ends
/// early where every code is that of a choice. Throws Error; Cancelled.
Spread answer(const Evidence& evidence, const SpreadQuestion& question, const Progress& progress);
/// Of codes [latent, images]; ones that are not finite are left out. Does not depend on the team's size.
Spread spreadOf(const Matrix& codes, const SpreadQuestion& question, ThreadTeam& team,
                const Progress& progress);

} // namespace latent
