// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/explore/team_work.h"

#include <functional>
#include <span>
#include <vector>

namespace latent {

struct ClosePair {
    Index a = 0; // a < b
    Index b = 0;
    float distance = 0;
};

/// Called on the calling thread, with some pairs at a time, in an order that does not depend on the team.
using TakePairs = std::function<void(std::span<const ClosePair> pairs)>;

/// Decides about two columns whose distance may be small enough: the distance by which they are compared, or
/// a negative number where it is too large. Called by any thread.
using ComparePair = std::function<float(Index a, Index b)>;

/// Finds every pair of columns of points [dimensions, n] within `radius` of one another (Euclidean) that
/// `compare` accepts: sorted along their axis of greatest variance, only those are compared whose places
/// along it are that near. Columns that are not finite are in no pair. Throws Cancelled.
void forEachClosePair(const Matrix& points, float radius, const ComparePair& compare, const TakePairs& take,
                      ThreadTeam& team, const Progress& progress);

/// Few numbers of each image of a set whose distances are at most those of the images' bytes: sums over the
/// cells of a coarse grid, over the root of the cells' numbers of pixels. [cells, images]
Matrix coarseImages(std::span<const std::uint8_t> bytes, int width, int height, int channels,
                    ThreadTeam& team, const Progress& progress);

} // namespace latent
