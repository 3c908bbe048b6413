// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/values/spanning_tree.h"

#include "core/explore/nearest_columns.h"
#include "core/explore/values/disjoint_sets.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace latent {
namespace {

constexpr int kGraphNeighbours = 15;
constexpr double kNeighbourShare = 0.6; // of the exact tree's work
constexpr float kInfinity = std::numeric_limits<float>::infinity();

using Neighbours = std::vector<std::vector<NearColumn>>; // nearest first, without the point itself

Neighbours neighboursOf(const Matrix& points, int wanted, ThreadTeam& team, const Progress& progress) {
    const auto fill = [&](Index first, MatrixRef<float> block) {
        block = points.middleCols(first, block.cols());
    };
    Neighbours found = nearestColumns(points, points.cols(), wanted + 1, fill, team, progress);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto self = std::find_if(found[i].begin(), found[i].end(), [&](const NearColumn& near) {
            return near.column == static_cast<Index>(i);
        });
        // Where many coincide, the point itself may not be among them.
        if (self != found[i].end())
            found[i].erase(self);
        else if (!found[i].empty())
            found[i].pop_back();
    }
    return found;
}

float distanceOf(const Matrix& points, Index a, Index b) {
    return (points.col(a) - points.col(b)).norm();
}

Eigen::ArrayXf coreDistances(const Matrix& points, const Neighbours& neighbours) {
    Eigen::ArrayXf core = Eigen::ArrayXf::Zero(points.cols());
    for (Index i = 0; i < core.size(); ++i) {
        const std::vector<NearColumn>& near = neighbours[static_cast<std::size_t>(i)];
        if (near.empty()) continue;
        const std::size_t last = std::min<std::size_t>(kCoreNeighbours, near.size()) - 1;
        core[i] = distanceOf(points, i, near[last].column);
    }
    return core;
}

/// Prim (1957) over all pairs: each point outside the tree knows the nearest one inside.
class PrimTree {
  public:
    // core [points]
    PrimTree(const Matrix& points, const Eigen::ArrayXf& core)
        : m_count(points.cols())
        , m_coordinates(points.transpose())
        , m_core(core)
        , m_nearest(Eigen::ArrayXf::Constant(points.cols(), kInfinity))
        , m_from(static_cast<std::size_t>(points.cols()), 0)
        , m_number(static_cast<std::size_t>(points.cols()))
        , m_distances(points.cols()) {
        std::iota(m_number.begin(), m_number.end(), Index{0});
    }

    std::vector<TreeEdge> grow(const Progress& progress) {
        std::vector<TreeEdge> edges;
        if (m_count == 0) return edges;
        Index place = 0;
        const Index all = m_count;
        while (m_count > 1) {
            if (m_count % kStepsBetweenChecks == 0)
                progress.at(1 - static_cast<double>(m_count * m_count) / static_cast<double>(all * all));
            take(place);
            m_nearest.head(m_count).minCoeff(&place);
            const auto at = static_cast<std::size_t>(place);
            edges.push_back(
                {m_nearest[place], std::min(m_from[at], m_number[at]), std::max(m_from[at], m_number[at])});
        }
        progress.at(1);
        return edges;
    }

  private:
    static constexpr Index kStepsBetweenChecks = 256;

    // Moves the point at this place into the tree: the last one outside takes its place.
    void take(Index place) {
        const Index taken = m_number[static_cast<std::size_t>(place)];
        const Vector centre = m_coordinates.row(place).transpose();
        const float core = m_core[place];
        --m_count;
        m_coordinates.row(place) = m_coordinates.row(m_count);
        m_core[place] = m_core[m_count];
        m_nearest[place] = m_nearest[m_count];
        m_from[static_cast<std::size_t>(place)] = m_from[static_cast<std::size_t>(m_count)];
        m_number[static_cast<std::size_t>(place)] = m_number[static_cast<std::size_t>(m_count)];
        auto distances = m_distances.head(m_count);
        distances.setZero();
        for (Index d = 0; d < m_coordinates.cols(); ++d)
            distances += (m_coordinates.col(d).head(m_count).array() - centre[d]).square();
        distances = distances.sqrt().max(m_core.head(m_count)).max(core);
        for (Index i = 0; i < m_count; ++i) {
            if (!(distances[i] < m_nearest[i])) continue;
            m_nearest[i] = distances[i];
            m_from[static_cast<std::size_t>(i)] = taken;
        }
    }

    Index m_count;        // points outside the tree, which come first everywhere
    Matrix m_coordinates; // [points, dimensions]
    Eigen::ArrayXf m_core;
    Eigen::ArrayXf m_nearest;    // reachability of the nearest point inside
    std::vector<Index> m_from;   // that point
    std::vector<Index> m_number; // of the point at a place
    Eigen::ArrayXf m_distances;  // scratch
};

} // namespace

std::vector<TreeEdge> exactReachabilityTree(const Matrix& points, ThreadTeam& team,
                                            const Progress& progress) {
    const Neighbours neighbours =
        neighboursOf(points, kCoreNeighbours, team, partOf(progress, 0, kNeighbourShare));
    return PrimTree(points, coreDistances(points, neighbours)).grow(partOf(progress, kNeighbourShare, 1));
}

// Kruskal (1956).
std::vector<TreeEdge> graphReachabilityTree(const Matrix& points, ThreadTeam& team,
                                            const Progress& progress) {
    const Neighbours neighbours = neighboursOf(points, kGraphNeighbours, team, progress);
    const Eigen::ArrayXf core = coreDistances(points, neighbours);
    std::vector<TreeEdge> graph;
    graph.reserve(static_cast<std::size_t>(points.cols()) * kGraphNeighbours);
    for (Index i = 0; i < points.cols(); ++i) {
        for (const NearColumn& near : neighbours[static_cast<std::size_t>(i)]) {
            const float length = std::max({core[i], core[near.column], distanceOf(points, i, near.column)});
            graph.push_back({length, std::min(i, near.column), std::max(i, near.column)});
        }
    }
    progress.at(1);
    std::sort(graph.begin(), graph.end());
    progress.at(1);
    DisjointSets sets(points.cols());
    std::vector<TreeEdge> edges;
    for (const TreeEdge& edge : graph)
        if (sets.unite(edge.a, edge.b) >= 0) edges.push_back(edge);
    progress.at(1);
    return edges;
}

std::vector<TreeEdge> reachabilityTree(const Matrix& points, ThreadTeam& team, const Progress& progress) {
    return points.cols() <= kMostExactPoints ? exactReachabilityTree(points, team, progress)
                                             : graphReachabilityTree(points, team, progress);
}

} // namespace latent
