// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/explore/team_work.h"
#include "core/explore/values/spanning_tree.h"

#include <vector>

namespace latent {

/// HDBSCAN* (Campello, Moulavi and Sander 2013; Campello et al. 2015): clusters are what stays together over
/// the longest range of densities. The single-linkage hierarchy of the mutual-reachability tree is condensed
/// to splits into clusters of at least `smallest` points, and of these the ones with the greatest stability
/// (excess of mass) are chosen, never the whole. points [dimensions, n], all finite. Returns the cluster of
/// each point [n]; −1: noise. Does not depend on the team's size. Throws Cancelled.
std::vector<int> densityClusters(const Matrix& points, Index smallest, ThreadTeam& team,
                                 const Progress& progress);

/// The same from a minimum spanning tree, or a forest, whose trees count as infinitely far from one another.
std::vector<int> clustersOfTree(std::vector<TreeEdge> edges, Index points, Index smallest);

/// Where nobody says: the root of the number of points, at least 5.
Index usualSmallestCluster(Index points);

} // namespace latent
