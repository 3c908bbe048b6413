// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/values/density_clusters.h"

#include "core/explore/values/disjoint_sets.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace latent {
namespace {

/// Single linkage: the points, then a node for each edge, in the order of their lengths.
class LinkageTree {
  public:
    LinkageTree(std::vector<TreeEdge> edges, Index points)
        : m_points(points) {
        std::sort(edges.begin(), edges.end());
        DisjointSets sets(points);
        std::vector<Index> nodeOf(static_cast<std::size_t>(points)); // of a root of `sets`
        std::iota(nodeOf.begin(), nodeOf.end(), Index{0});
        const auto join = [&](Index a, Index b, double length) {
            const Index left = nodeOf[static_cast<std::size_t>(sets.rootOf(a))];
            const Index right = nodeOf[static_cast<std::size_t>(sets.rootOf(b))];
            const Index root = sets.unite(a, b);
            if (root < 0) return;
            m_nodes.push_back({left, right, length, sizeOf(left) + sizeOf(right)});
            nodeOf[static_cast<std::size_t>(root)] = newest();
        };
        for (const TreeEdge& edge : edges) {
            if (m_shortest == 0 && edge.length > 0) m_shortest = static_cast<double>(edge.length);
            join(edge.a, edge.b, static_cast<double>(edge.length));
        }
        for (Index i = 1; i < points; ++i) join(0, i, std::numeric_limits<double>::infinity());
    }

    struct Node {
        Index left = 0;
        Index right = 0;
        double length = 0;
        Index size = 0;
    };
    bool isPoint(Index node) const { return node < m_points; }
    const Node& node(Index i) const { return m_nodes[static_cast<std::size_t>(i - m_points)]; }
    Index sizeOf(Index i) const { return isPoint(i) ? 1 : node(i).size; }
    /// What an inner node falls into as its longest links are cut: two nodes, or more where several are
    /// equally long, as is usual among the neighbours of one point.
    std::vector<Index> partsOf(Index i) const {
        std::vector<Index> parts;
        std::vector<Index> open{i};
        while (!open.empty()) {
            const Index at = open.back();
            open.pop_back();
            if (at != i && (isPoint(at) || node(at).length < node(i).length)) {
                parts.push_back(at);
                continue;
            }
            open.push_back(node(at).left);
            open.push_back(node(at).right);
        }
        return parts;
    }
    Index root() const { return newest(); }
    /// 1 / length; points that coincide are as dense as the nearest that do not.
    double densityOf(Index i) const {
        const double length = std::max(node(i).length, m_shortest);
        return length > 0 ? 1 / length : 0;
    }

  private:
    Index newest() const { return m_points + static_cast<Index>(m_nodes.size()) - 1; }

    Index m_points;
    std::vector<Node> m_nodes;
    double m_shortest = 0;
};

/// The hierarchy of splits into clusters of at least some size. A parent comes before its children.
class CondensedTree {
  public:
    CondensedTree(const LinkageTree& tree, Index points, Index smallest)
        : m_tree(tree)
        , m_smallest(smallest)
        , m_fellFrom(static_cast<std::size_t>(points), 0) {
        if (points == 0) return;
        m_clusters.push_back({});
        std::vector<Place> open{{tree.root(), 0}};
        while (!open.empty()) {
            const Place place = open.back();
            open.pop_back();
            descend(place, open);
        }
    }

    /// The cluster of each point among those of the greatest stability; −1: none.
    std::vector<int> chosen() {
        chooseByMass();
        std::vector<int> number(m_clusters.size(), -1);
        int count = 0;
        for (std::size_t i = 1; i < m_clusters.size(); ++i) { // the whole is never one
            const int above = number[m_clusters[i].parent];
            number[i] = above >= 0 ? above : m_clusters[i].chosen ? count++ : -1;
        }
        std::vector<int> of(m_fellFrom.size());
        std::transform(m_fellFrom.begin(), m_fellFrom.end(), of.begin(),
                       [&](std::size_t cluster) { return number.empty() ? -1 : number[cluster]; });
        return of;
    }

  private:
    struct Cluster {
        std::size_t parent = 0;
        double birth = 0; // density
        double stability = 0;
        bool chosen = false;
    };
    struct Place {
        Index node = 0;
        std::size_t cluster = 0;
    };

    void descend(Place place, std::vector<Place>& open) {
        if (m_tree.isPoint(place.node)) return fall(place.node, place.cluster);
        const double density = m_tree.densityOf(place.node);
        const std::vector<Index> parts = m_tree.partsOf(place.node);
        const auto isLarge = [this](Index part) { return m_tree.sizeOf(part) >= m_smallest; };
        const bool splits = std::count_if(parts.begin(), parts.end(), isLarge) > 1;
        const std::size_t parent = place.cluster;
        const double lived = density - m_clusters[parent].birth;
        for (const Index part : parts) {
            if (splits || !isLarge(part))
                m_clusters[parent].stability += lived * static_cast<double>(m_tree.sizeOf(part));
            if (!isLarge(part)) {
                fall(part, parent);
            } else if (splits) {
                open.push_back({part, m_clusters.size()});
                m_clusters.push_back({.parent = parent, .birth = density});
            } else {
                open.push_back({part, parent});
            }
        }
    }

    // All points below the node leave the cluster.
    void fall(Index node, std::size_t cluster) {
        std::vector<Index> below{node};
        while (!below.empty()) {
            const Index at = below.back();
            below.pop_back();
            if (m_tree.isPoint(at)) {
                m_fellFrom[static_cast<std::size_t>(at)] = cluster;
            } else {
                below.push_back(m_tree.node(at).left);
                below.push_back(m_tree.node(at).right);
            }
        }
    }

    void chooseByMass() {
        std::vector<double> below(m_clusters.size()); // stability of what is chosen among the descendants
        for (std::size_t i = m_clusters.size(); i-- > 1;) {
            Cluster& cluster = m_clusters[i];
            cluster.chosen = cluster.stability >= below[i];
            below[cluster.parent] += std::max(cluster.stability, below[i]);
        }
    }

    const LinkageTree& m_tree;
    Index m_smallest;
    std::vector<Cluster> m_clusters;
    std::vector<std::size_t> m_fellFrom; // [points] the last cluster that each belonged to
};

} // namespace

Index usualSmallestCluster(Index points) {
    constexpr Index kFewest = 5;
    return std::max(kFewest, static_cast<Index>(std::lround(std::sqrt(static_cast<double>(points)))));
}

std::vector<int> clustersOfTree(std::vector<TreeEdge> edges, Index points, Index smallest) {
    const LinkageTree linkage(std::move(edges), points);
    return CondensedTree(linkage, points, std::max<Index>(smallest, 2)).chosen();
}

std::vector<int> densityClusters(const Matrix& points, Index smallest, ThreadTeam& team,
                                 const Progress& progress) {
    return clustersOfTree(reachabilityTree(points, team, progress), points.cols(), smallest);
}

} // namespace latent
