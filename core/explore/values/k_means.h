// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/explore/team_work.h"

#include <cstdint>
#include <vector>

namespace latent {

/// Divides the columns of points [dimensions, n], all finite, into at most k clusters: seeded by k-means++
/// (Arthur and Vassilvitskii 2007), then Lloyd's iterations until no point changes its cluster, 100 at most.
/// Returns the cluster of each point [n]; some of the k may be empty, as where points coincide. Does not
/// depend on the team's size. Throws Cancelled.
std::vector<int> kMeans(const Matrix& points, int k, std::uint64_t seed, ThreadTeam& team,
                        const Progress& progress);

/// The points that k-means++ starts from, at most k different ones: the first uniformly, each further one
/// with a probability proportional to its squared distance from the nearest so far.
std::vector<Index> kMeansSeeds(const Matrix& points, int k, std::uint64_t seed, ThreadTeam& team,
                               const Progress& progress);

} // namespace latent
