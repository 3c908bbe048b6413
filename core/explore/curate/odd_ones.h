// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/team_work.h"

#include <vector>

namespace latent {

/// The images that fit in least. Needs a snapshot and the images.
struct OddOnesQuestion {
    int count = 100;
    int neighbours = 10; // whose mean distance counts

    bool operator==(const OddOnesQuestion&) const = default;
};

struct OddOne {
    Index image = 0;
    float loss = 0;     // −log p(x|z) of the decoding of m, nats
    float distance = 0; // mean of the distances to the codes of its nearest neighbours
    // Places among all images, from 1: by loss and by distance, the largest first.
    Index lossRank = 0;
    Index distanceRank = 0;
};

/// The oddest first: by the better of the two ranks, then by the other, so that the list alternates between
/// the badly reconstructed and the remote. Throws Error; Cancelled.
std::vector<OddOne> answer(const Evidence& evidence, const OddOnesQuestion& question,
                           const Progress& progress);
/// With a given team, on whose size nothing depends.
std::vector<OddOne> oddOnes(const Evidence& evidence, const OddOnesQuestion& question, ThreadTeam& team,
                            const Progress& progress);

/// The mean distance of each code [latent, images] from its nearest neighbours; NaN: it is not finite or has
/// none.
std::vector<float> neighbourDistances(const Matrix& codes, int neighbours, ThreadTeam& team,
                                      const Progress& progress);

} // namespace latent
