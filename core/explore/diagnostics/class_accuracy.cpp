// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/class_accuracy.h"

#include "core/explore/diagnostics/linear_probe.h"
#include "core/explore/nearest_columns.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace latent {
namespace {

constexpr int kVoters = 15;
constexpr double kVoteShare = 0.5; // of the work

// voters: nearest first.
int elected(const std::vector<NearColumn>& voters, const std::vector<std::uint16_t>& labels, int classes) {
    std::vector<int> votes(static_cast<std::size_t>(classes));
    for (const NearColumn& voter : voters) ++votes[labels[static_cast<std::size_t>(voter.column)]];
    const int most = *std::max_element(votes.begin(), votes.end());
    for (const NearColumn& voter : voters) {
        const int label = labels[static_cast<std::size_t>(voter.column)];
        if (votes[static_cast<std::size_t>(label)] == most) return label;
    }
    return -1;
}

double shareRight(const std::vector<int>& said, const std::vector<std::uint16_t>& labels) {
    const auto right = std::inner_product(said.begin(), said.end(), labels.begin(), 0, std::plus<>(),
                                          [](int a, int b) { return a == b ? 1 : 0; });
    return static_cast<double>(right) / static_cast<double>(std::max<std::size_t>(labels.size(), 1));
}

double shareOfLargest(const std::vector<std::uint16_t>& labels, int classes) {
    std::vector<int> counts(static_cast<std::size_t>(classes));
    for (const std::uint16_t label : labels) ++counts[label];
    return static_cast<double>(*std::max_element(counts.begin(), counts.end())) /
           static_cast<double>(std::max<std::size_t>(labels.size(), 1));
}

} // namespace

ClassAccuracy classAccuracy(const LabelledCodes& train, const LabelledCodes& test, int classes,
                            ThreadTeam& team, const Progress& progress) {
    const auto fill = [&](Index first, MatrixRef<float> block) {
        block = train.codes.middleCols(first, block.cols());
    };
    std::vector<int> said;
    for (const std::vector<NearColumn>& voters :
         nearestColumns(test.codes, train.codes.cols(), kVoters, fill, team, partOf(progress, 0, kVoteShare)))
        said.push_back(elected(voters, train.labels, classes));
    const LinearProbe probe(train.codes, train.labels, classes, team, partOf(progress, kVoteShare, 1));
    return {.neighbours = kVoters,
            .nearest = shareRight(said, test.labels),
            .linear = shareRight(probe.classify(test.codes), test.labels),
            .chance = shareOfLargest(test.labels, classes)};
}

} // namespace latent
