// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/duplicates.h"

#include "core/base/cores.h"
#include "core/base/error.h"
#include "core/explore/curate/close_pairs.h"
#include "core/explore/nearest_columns.h"
#include "core/explore/values/disjoint_sets.h"
#include "core/explore/values/image_scores.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>
#include <unordered_map>

namespace latent {
namespace {

constexpr float kNone = std::numeric_limits<float>::infinity();

/// Collects pairs into groups.
class Grouping {
  public:
    explicit Grouping(Index images)
        : m_sets(images)
        , m_nearest(static_cast<std::size_t>(images), kNone) {}

    void add(const ClosePair& pair) {
        m_sets.unite(pair.a, pair.b);
        for (const Index image : {pair.a, pair.b}) {
            float& nearest = m_nearest[static_cast<std::size_t>(image)];
            nearest = std::min(nearest, pair.distance);
        }
    }

    std::vector<DuplicateGroup> groups() {
        std::unordered_map<Index, std::size_t> groupOf; // of a root
        std::vector<DuplicateGroup> groups;
        for (Index i = 0; i < static_cast<Index>(m_nearest.size()); ++i) {
            if (m_nearest[static_cast<std::size_t>(i)] == kNone) continue;
            const auto [found, isNew] = groupOf.try_emplace(m_sets.rootOf(i), groups.size());
            if (isNew) groups.emplace_back();
            groups[found->second].images.push_back(i);
            groups[found->second].distance.push_back(m_nearest[static_cast<std::size_t>(i)]);
        }
        std::sort(groups.begin(), groups.end(), [](const DuplicateGroup& a, const DuplicateGroup& b) {
            if (a.images.size() != b.images.size()) return a.images.size() > b.images.size();
            return a.nearest() != b.nearest() ? a.nearest() < b.nearest() : a.images < b.images;
        });
        return groups;
    }

  private:
    DisjointSets m_sets;
    std::vector<float> m_nearest; // [images]
};

/// The first of all images with the same bytes, [images].
std::vector<Index> firstAlike(const ImageDataset& dataset, const Progress& progress) {
    constexpr Index kBetweenChecks = 1024;
    std::unordered_map<std::string_view, Index> known;
    std::vector<Index> first;
    for (Index i = 0; i < dataset.size(); ++i) {
        if (i % kBetweenChecks == 0)
            progress.at(static_cast<double>(i) / static_cast<double>(dataset.size()));
        const std::span<const std::uint8_t> bytes = dataset.image(i);
        first.push_back(
            known.try_emplace({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, i).first->second);
    }
    return first;
}

/// Σ (a − b)², or −1 once it is above the limit.
std::int64_t squaredDifference(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b,
                               std::int64_t limit) {
    constexpr std::size_t kPiece = 512; // whose sum fits into 32 bits
    std::int64_t sum = 0;
    for (std::size_t first = 0; first < a.size(); first += kPiece) {
        const std::size_t end = std::min(first + kPiece, a.size());
        std::int32_t piece = 0;
        for (std::size_t i = first; i < end; ++i) {
            const std::int32_t difference = std::int32_t{a[i]} - std::int32_t{b[i]};
            piece += difference * difference;
        }
        sum += piece;
        if (sum > limit) return -1;
    }
    return sum;
}

void requireThreshold(float threshold) {
    if (!(threshold >= 0) || !std::isfinite(threshold))
        throw Error("the largest distance of duplicates cannot be below 0");
}

} // namespace

float DuplicateGroup::nearest() const {
    return distance.empty() ? 0 : *std::min_element(distance.begin(), distance.end());
}

Duplicates duplicatesByPixels(const ImageDataset& dataset, float threshold, ThreadTeam& team,
                              const Progress& progress) {
    constexpr double kEqualShare = 0.05;
    constexpr double kCoarseShare = 0.1;
    requireThreshold(threshold);
    const auto pixels = static_cast<double>(dataset.shape.pixels());
    Grouping grouping(dataset.size());
    // Equal images first: a thousand black ones make one group, not half a million pairs.
    const std::vector<Index> first = firstAlike(dataset, partOf(progress, 0, kEqualShare));
    for (Index i = 0; i < dataset.size(); ++i)
        if (first[static_cast<std::size_t>(i)] != i) grouping.add({first[static_cast<std::size_t>(i)], i, 0});
    if (threshold > 0) {
        const double scale = 255 * std::sqrt(pixels); // from root mean squares to lengths of bytes
        const double radius = static_cast<double>(threshold) * scale;
        const auto limit = static_cast<std::int64_t>(std::floor(radius * radius));
        Matrix coarse =
            coarseImages(dataset.pixels.bytes, dataset.shape.width, dataset.shape.height,
                         dataset.shape.channels, team, partOf(progress, kEqualShare, kCoarseShare));
        for (Index i = 0; i < coarse.cols(); ++i) // one stands for all equal ones
            if (first[static_cast<std::size_t>(i)] != i) coarse.col(i).setConstant(std::nanf(""));
        const auto compare = [&](Index a, Index b) {
            const std::int64_t squared = squaredDifference(dataset.image(a), dataset.image(b), limit);
            return squared < 0 ? -1.0F : static_cast<float>(std::sqrt(static_cast<double>(squared)) / scale);
        };
        const auto take = [&](std::span<const ClosePair> pairs) {
            for (const ClosePair& pair : pairs) grouping.add(pair);
        };
        forEachClosePair(coarse, static_cast<float>(radius), compare, take, team,
                         partOf(progress, kCoarseShare, 1));
    }
    dataset.requirePixels();
    progress.at(1);
    return {{DuplicatesQuestion::By::Pixels, threshold}, grouping.groups()};
}

float usualCodeDistance(const Matrix& codes, ThreadTeam& team, const Progress& progress) {
    constexpr Index kAsked = 2048;
    std::vector<Index> finite;
    for (Index i = 0; i < codes.cols(); ++i)
        if (codes.col(i).allFinite()) finite.push_back(i);
    const auto count = static_cast<Index>(finite.size());
    const Index asked = std::min(kAsked, count);
    Matrix queries(codes.rows(), asked);
    std::vector<Index> numbers;
    for (Index i = 0; i < asked; ++i) {
        numbers.push_back(finite[static_cast<std::size_t>(i * count / asked)]);
        queries.col(i) = codes.col(numbers.back());
    }
    const auto fill = [&](Index first, MatrixRef<float> block) {
        block = codes.middleCols(first, block.cols());
    };
    std::vector<float> distances;
    const auto found = nearestColumns(queries, codes.cols(), 2, fill, team, progress);
    for (std::size_t i = 0; i < found.size(); ++i) {
        float nearest = kNone;
        for (const NearColumn& near : found[i])
            if (near.column != numbers[i])
                nearest = std::min(nearest, (codes.col(near.column) - codes.col(numbers[i])).norm());
        if (nearest < kNone) distances.push_back(nearest);
    }
    if (distances.empty()) return 0;
    const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    return *middle;
}

Duplicates duplicatesByCodes(const Matrix& codes, float threshold, ThreadTeam& team,
                             const Progress& progress) {
    constexpr double kUsualShare = 0.2;
    requireThreshold(threshold);
    const float usual = usualCodeDistance(codes, team, partOf(progress, 0, kUsualShare));
    const float radius = threshold * usual;
    const float scale = usual > 0 ? usual : 1;
    Grouping grouping(codes.cols());
    const auto compare = [&](Index a, Index b) {
        const float distance = (codes.col(a) - codes.col(b)).norm();
        return distance <= radius ? distance / scale : -1.0F;
    };
    const auto take = [&](std::span<const ClosePair> pairs) {
        for (const ClosePair& pair : pairs) grouping.add(pair);
    };
    forEachClosePair(codes, radius, compare, take, team, partOf(progress, kUsualShare, 1));
    return {{DuplicatesQuestion::By::Codes, threshold}, grouping.groups(), usual};
}

Duplicates answer(const Evidence& evidence, const DuplicatesQuestion& question, const Progress& progress) {
    constexpr double kEncodedShare = 0.3;
    ThreadTeam team(coreCount());
    if (question.by == DuplicatesQuestion::By::Pixels)
        return duplicatesByPixels(*evidence.dataset, question.threshold, team, progress);
    const std::shared_ptr<const Matrix> codes = codesOf(evidence, team, partOf(progress, 0, kEncodedShare));
    return duplicatesByCodes(*codes, question.threshold, team, partOf(progress, kEncodedShare, 1));
}

} // namespace latent
