// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/comparison.h"

#include "core/base/cores.h"
#include "core/base/error.h"
#include "core/explore/values/image_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace latent {
namespace {

/// Mean and variance of each dimension over the finite codes of a set.
struct CodeMoments {
    Index count = 0;
    Eigen::VectorXd mean;     // [latent]
    Eigen::VectorXd variance; // [latent] with count − 1; 0 for a single code
};

CodeMoments momentsOf(const Matrix& codes, const std::vector<Index>& images, const Progress& progress) {
    constexpr std::size_t kBetweenChecks = 8192;
    CodeMoments moments;
    moments.mean = moments.variance = Eigen::VectorXd::Zero(codes.rows());
    Eigen::VectorXd code(codes.rows());
    Eigen::VectorXd before(codes.rows());
    for (std::size_t i = 0; i < images.size(); ++i) { // Welford 1962
        if (i % kBetweenChecks == 0) progress.at(static_cast<double>(i) / static_cast<double>(images.size()));
        code = codes.col(images[i]).cast<double>();
        if (!code.allFinite()) continue;
        before = code - moments.mean;
        moments.mean += before / static_cast<double>(++moments.count);
        moments.variance += before.cwiseProduct(code - moments.mean);
    }
    if (moments.count > 1) moments.variance /= static_cast<double>(moments.count - 1);
    return moments;
}

std::vector<DimensionDifference> differencesOf(const CodeMoments& a, const CodeMoments& b) {
    std::vector<DimensionDifference> differences;
    const auto weightA = static_cast<double>(std::max<Index>(a.count - 1, 0));
    const auto weightB = static_cast<double>(std::max<Index>(b.count - 1, 0));
    for (Index d = 0; d < a.mean.size(); ++d) {
        const double pooled =
            (weightA * a.variance[d] + weightB * b.variance[d]) / std::max(weightA + weightB, 1.0);
        const double difference = a.mean[d] - b.mean[d];
        const double effect = pooled > 0 ? difference / std::sqrt(pooled)
                              : difference == 0
                                  ? 0
                                  : std::copysign(std::numeric_limits<double>::infinity(), difference);
        differences.push_back({static_cast<int>(d), effect, a.mean[d], b.mean[d]});
    }
    std::stable_sort(differences.begin(), differences.end(),
                     [](const DimensionDifference& x, const DimensionDifference& y) {
                         return std::abs(x.effect) > std::abs(y.effect);
                     });
    return differences;
}

void requireSet(const ImageNumbers& set, Index images, const char* name) {
    if (!holdsImages(set)) throw Error(std::string("the set ") + name + " is empty");
    if (set->front() < 0 || set->back() >= images)
        throw Error(std::string("the set ") + name + " has images that are not there");
}

} // namespace

Vector meanImageOf(const ImageDataset& dataset, const std::vector<Index>& images, ThreadTeam& team,
                   const Progress& progress) {
    constexpr Index kTaskImages = 512;
    const auto pixels = static_cast<std::size_t>(dataset.shape.pixels());
    const auto count = static_cast<Index>(images.size());
    // Whole numbers: whoever adds them in whatever order.
    std::vector<std::vector<std::uint64_t>> sums(static_cast<std::size_t>(team.size()),
                                                 std::vector<std::uint64_t>(pixels));
    inParallel(team, tasksOf(count, kTaskImages), progress, [&](int task, int worker) {
        std::vector<std::uint32_t> block(pixels);
        const Index end = std::min((task + 1) * kTaskImages, count);
        for (Index i = task * kTaskImages; i < end; ++i) {
            const std::span<const std::uint8_t> image = dataset.image(images[static_cast<std::size_t>(i)]);
            for (std::size_t p = 0; p < pixels; ++p) block[p] += image[p];
        }
        std::vector<std::uint64_t>& sum = sums[static_cast<std::size_t>(worker)];
        for (std::size_t p = 0; p < pixels; ++p) sum[p] += block[p];
    });
    dataset.requirePixels();
    Vector mean(dataset.shape.pixels());
    for (std::size_t p = 0; p < pixels; ++p) {
        std::uint64_t sum = 0;
        for (const std::vector<std::uint64_t>& of : sums) sum += of[p];
        mean[static_cast<Index>(p)] = static_cast<float>(
            static_cast<double>(sum) / (255 * static_cast<double>(std::max<Index>(count, 1))));
    }
    return mean;
}

Comparison compareSets(const Evidence& evidence, const ComparisonQuestion& question, ThreadTeam& team,
                       const Progress& progress) {
    constexpr double kEncodedShare = 0.5;
    const ImageDataset& dataset = *evidence.dataset;
    requireSet(question.a, dataset.size(), "A");
    requireSet(question.b, dataset.size(), "B");
    const std::shared_ptr<const Matrix> codes = codesOf(evidence, team, partOf(progress, 0, kEncodedShare));
    constexpr double kMomentsOfA = kEncodedShare + 0.05;
    constexpr double kMomentsOfB = kEncodedShare + 0.1;
    const CodeMoments a = momentsOf(*codes, *question.a, partOf(progress, kEncodedShare, kMomentsOfA));
    const CodeMoments b = momentsOf(*codes, *question.b, partOf(progress, kMomentsOfA, kMomentsOfB));
    const auto picturesOf = [&](const std::vector<Index>& images, const CodeMoments& moments,
                                const Progress& part) {
        SetPictures pictures;
        pictures.count = static_cast<Index>(images.size());
        pictures.meanImage = meanImageOf(dataset, images, team, part);
        pictures.meanCode = moments.mean.cast<float>();
        pictures.decoded = decode(evidence.snapshot->model, pictures.meanCode).col(0);
        return pictures;
    };
    constexpr double kHalf = (1 + kMomentsOfB) / 2;
    return {differencesOf(a, b), picturesOf(*question.a, a, partOf(progress, kMomentsOfB, kHalf)),
            picturesOf(*question.b, b, partOf(progress, kHalf, 1))};
}

Comparison answer(const Evidence& evidence, const ComparisonQuestion& question, const Progress& progress) {
    ThreadTeam team(coreCount());
    return compareSets(evidence, question, team, progress);
}

} // namespace latent
