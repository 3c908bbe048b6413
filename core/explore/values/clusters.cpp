// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/values/clusters.h"

#include "core/base/cores.h"
#include "core/base/error.h"
#include "core/explore/values/density_clusters.h"
#include "core/explore/values/image_numbers.h"
#include "core/explore/values/image_scores.h"
#include "core/explore/values/k_means.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace latent {
namespace {

constexpr double kEncodedShare = 0.2;

std::vector<Index> finiteColumns(const Matrix& codes) {
    std::vector<Index> finite;
    for (Index i = 0; i < codes.cols(); ++i)
        if (codes.col(i).allFinite()) finite.push_back(i);
    return finite;
}

/// Renumbers clusters by size.
void sortBySize(Clusters& clusters, int count) {
    std::vector<Index> sizes(static_cast<std::size_t>(count));
    std::vector<std::size_t> first(sizes.size(), clusters.of.size());
    for (std::size_t i = 0; i < clusters.of.size(); ++i) {
        if (clusters.of[i] < 0) continue;
        const auto cluster = static_cast<std::size_t>(clusters.of[i]);
        if (sizes[cluster]++ == 0) first[cluster] = i;
    }
    std::vector<std::size_t> order(sizes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t cluster) { return sizes[cluster] == 0; });
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return sizes[a] != sizes[b] ? sizes[a] > sizes[b] : first[a] < first[b];
    });
    std::vector<int> rank(sizes.size(), -1);
    for (std::size_t place = 0; place < order.size(); ++place) {
        rank[order[place]] = static_cast<int>(place);
        clusters.counts.push_back(sizes[order[place]]);
    }
    for (int& cluster : clusters.of)
        if (cluster >= 0) cluster = rank[static_cast<std::size_t>(cluster)];
}

void findTypical(Clusters& clusters, const Matrix& codes) {
    const auto count = static_cast<Index>(clusters.counts.size());
    Eigen::MatrixXd means = Eigen::MatrixXd::Zero(codes.rows(), count);
    for (Index i = 0; i < codes.cols(); ++i) {
        const int cluster = clusters.of[static_cast<std::size_t>(i)];
        if (cluster >= 0) means.col(cluster) += codes.col(i).cast<double>();
    }
    for (Index c = 0; c < count; ++c)
        means.col(c) /= static_cast<double>(clusters.counts[static_cast<std::size_t>(c)]);
    clusters.typical.assign(clusters.counts.size(), -1);
    std::vector<double> nearest(clusters.counts.size(), std::numeric_limits<double>::infinity());
    for (Index i = 0; i < codes.cols(); ++i) {
        const int cluster = clusters.of[static_cast<std::size_t>(i)];
        if (cluster < 0) continue;
        const double distance = (codes.col(i).cast<double>() - means.col(cluster)).squaredNorm();
        const auto at = static_cast<std::size_t>(cluster);
        if (!(distance < nearest[at])) continue;
        nearest[at] = distance;
        clusters.typical[at] = i;
    }
}

} // namespace

Clusters clustersOf(const Matrix& codes, const ClustersQuestion& question, ThreadTeam& team,
                    const Progress& progress) {
    const std::vector<Index> finite = finiteColumns(codes);
    const Matrix points = columnsOf(codes, finite);
    const bool kMeansAsked = question.method == ClustersQuestion::Method::KMeans;
    if (kMeansAsked && question.k < 1) throw Error("at least one cluster must be asked for");
    const Index smallest = question.smallest > 0 ? question.smallest : usualSmallestCluster(points.cols());
    const std::vector<int> of = kMeansAsked ? kMeans(points, question.k, question.seed, team, progress)
                                            : densityClusters(points, smallest, team, progress);
    Clusters clusters;
    clusters.of.assign(static_cast<std::size_t>(codes.cols()), -1);
    for (std::size_t i = 0; i < finite.size(); ++i) clusters.of[static_cast<std::size_t>(finite[i])] = of[i];
    const int count = of.empty() ? 0 : *std::max_element(of.begin(), of.end()) + 1;
    sortBySize(clusters, count);
    findTypical(clusters, codes);
    return clusters;
}

Clusters answer(const Evidence& evidence, const ClustersQuestion& question, const Progress& progress) {
    ThreadTeam team(coreCount());
    const std::shared_ptr<const Matrix> codes = codesOf(evidence, team, partOf(progress, 0, kEncodedShare));
    return clustersOf(*codes, question, team, partOf(progress, kEncodedShare, 1));
}

} // namespace latent
