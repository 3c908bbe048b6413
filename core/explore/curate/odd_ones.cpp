// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/odd_ones.h"

#include "core/base/cores.h"
#include "core/explore/nearest_columns.h"
#include "core/explore/values/image_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace latent {
namespace {

constexpr double kScoringShare = 0.3;

/// From 1, the largest value first; of equal ones the first image. What is not finite comes first: nothing is
/// odder than a loss without a value.
std::vector<Index> ranksOf(const std::vector<float>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto key = [&](std::size_t i) {
        return std::isnan(values[i]) ? std::numeric_limits<float>::infinity() : values[i];
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return key(a) > key(b); });
    std::vector<Index> ranks(values.size());
    for (std::size_t place = 0; place < order.size(); ++place)
        ranks[order[place]] = static_cast<Index>(place) + 1;
    return ranks;
}

} // namespace

std::vector<float> neighbourDistances(const Matrix& codes, int neighbours, ThreadTeam& team,
                                      const Progress& progress) {
    const auto fill = [&](Index first, MatrixRef<float> block) {
        block = codes.middleCols(first, block.cols());
    };
    const auto found = nearestColumns(codes, codes.cols(), neighbours + 1, fill, team, progress);
    std::vector<float> distances;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto image = static_cast<Index>(i);
        double sum = 0;
        int count = 0;
        for (const NearColumn& near : found[i]) {
            if (near.column == image || count == neighbours) continue;
            sum += static_cast<double>((codes.col(near.column) - codes.col(image)).norm());
            ++count;
        }
        const bool known = count > 0 && codes.col(image).allFinite();
        distances.push_back(known ? static_cast<float>(sum / count)
                                  : std::numeric_limits<float>::quiet_NaN());
    }
    return distances;
}

std::vector<OddOne> oddOnes(const Evidence& evidence, const OddOnesQuestion& question, ThreadTeam& team,
                            const Progress& progress) {
    const ImageScores scores =
        scoreAll(evidence.snapshot->model, *evidence.dataset, team, partOf(progress, 0, kScoringShare));
    const std::vector<float> distances =
        neighbourDistances(scores.mean, question.neighbours, team, partOf(progress, kScoringShare, 1));
    const std::vector<Index> byLoss = ranksOf(scores.loss);
    const std::vector<Index> byDistance = ranksOf(distances);
    std::vector<OddOne> ones;
    for (std::size_t i = 0; i < distances.size(); ++i)
        ones.push_back({static_cast<Index>(i), scores.loss[i], distances[i], byLoss[i], byDistance[i]});
    const auto odder = [](const OddOne& a, const OddOne& b) {
        const auto [bestA, otherA] = std::minmax(a.lossRank, a.distanceRank);
        const auto [bestB, otherB] = std::minmax(b.lossRank, b.distanceRank);
        if (bestA != bestB) return bestA < bestB;
        return otherA != otherB ? otherA < otherB : a.image < b.image;
    };
    const auto count = std::min(static_cast<std::size_t>(std::max(question.count, 0)), ones.size());
    const auto end = ones.begin() + static_cast<std::ptrdiff_t>(count);
    std::partial_sort(ones.begin(), end, ones.end(), odder);
    ones.erase(end, ones.end());
    return ones;
}

std::vector<OddOne> answer(const Evidence& evidence, const OddOnesQuestion& question,
                           const Progress& progress) {
    ThreadTeam team(coreCount());
    return oddOnes(evidence, question, team, progress);
}

} // namespace latent
