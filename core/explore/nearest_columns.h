// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/explore/team_work.h"

#include <functional>
#include <vector>

namespace latent {

struct NearColumn {
    float squaredDistance = 0; // from a product: to some 1e-6 of the columns' squared lengths
    Index column = -1;

    bool operator<(const NearColumn& other) const {
        return squaredDistance != other.squaredDistance ? squaredDistance < other.squaredDistance
                                                        : column < other.column;
    }
};

/// Overwrites block [dimensions, n] with columns [first, first + n) of what is searched. Called by any
/// thread.
using FillColumns = std::function<void(Index first, MatrixRef<float> block)>;

/// For each of the queries [dimensions, n] the `wanted` nearest of `count` columns by Euclidean distance,
/// nearest first; of two as near, the first. Columns that are not finite are near nothing.
std::vector<std::vector<NearColumn>> nearestColumns(const Matrix& queries, Index count, int wanted,
                                                    const FillColumns& fill, ThreadTeam& team,
                                                    const Progress& progress);

} // namespace latent
