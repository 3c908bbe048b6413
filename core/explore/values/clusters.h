// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/team_work.h"

#include <cstdint>
#include <vector>

namespace latent {

/// Groups of images with neighbouring codes. Needs a snapshot and the images.
struct ClustersQuestion {
    enum class Method {
        KMeans, // k-means++ (Arthur and Vassilvitskii 2007), then Lloyd's iterations
        Density // HDBSCAN* (Campello, Moulavi and Sander 2013), see density_clusters.h
    };
    Method method = Method::KMeans;
    int k = 10;             // of KMeans: at most so many clusters
    Index smallest = 0;     // of Density: images of the smallest cluster; 0: usualSmallestCluster()
    std::uint64_t seed = 1; // of KMeans

    bool operator==(const ClustersQuestion&) const = default;
};

/// The largest cluster first; of two as large, the one with the first image.
struct Clusters {
    std::vector<int> of;        // [images] cluster of each, from 0; −1: none
    std::vector<Index> typical; // [clusters] the image whose code is nearest to the cluster's mean
    std::vector<Index> counts;  // [clusters]
};

/// Throws Error; Cancelled.
Clusters answer(const Evidence& evidence, const ClustersQuestion& question, const Progress& progress);

/// Of codes [latent, images]; those that are not finite are in no cluster. Does not depend on the team's
/// size.
Clusters clustersOf(const Matrix& codes, const ClustersQuestion& question, ThreadTeam& team,
                    const Progress& progress);

} // namespace latent
