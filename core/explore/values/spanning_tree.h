// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/explore/team_work.h"

#include <vector>

namespace latent {

struct TreeEdge {
    float length = 0;
    Index a = 0;
    Index b = 0;

    bool operator<(const TreeEdge& other) const {
        if (length != other.length) return length < other.length;
        return a != other.a ? a < other.a : b < other.b;
    }
};

/// A point's core distance is that of its so-manieth nearest other point.
inline constexpr int kCoreNeighbours = 10;
/// Up to so many points the tree is exact.
inline constexpr Index kMostExactPoints = 20'000;

/// A minimum spanning tree of points [dimensions, n] under mutual reachability, max(core(a), core(b),
/// |a − b|). Of more than kMostExactPoints points, whose pairs would take minutes, a minimum spanning forest
/// of the graph of kGraphNeighbours nearest neighbours: its trees have no neighbours in one another. Does not
/// depend on the team's size. Throws Cancelled.
std::vector<TreeEdge> reachabilityTree(const Matrix& points, ThreadTeam& team, const Progress& progress);

/// The two ways, whatever the number of points.
std::vector<TreeEdge> exactReachabilityTree(const Matrix& points, ThreadTeam& team, const Progress& progress);
std::vector<TreeEdge> graphReachabilityTree(const Matrix& points, ThreadTeam& team, const Progress& progress);

} // namespace latent
