// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/direction.h"

#include "core/base/cores.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/explore/values/image_scores.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>

namespace latent {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
// Counters of the diagnostics' stream that no diagnostic uses.
constexpr std::uint64_t kHalvesOfA = 0x64697261;
constexpr std::uint64_t kHalvesOfB = 0x64697262;
constexpr std::uint64_t kBootstrap = 0x64697263;

std::vector<Index> finiteOf(const Matrix& codes, const ImageNumbers& set, const char* name) {
    if (!holdsImages(set)) throw Error(std::string("the set ") + name + " is empty");
    if (set->front() < 0 || set->back() >= codes.cols())
        throw Error(std::string("the set ") + name + " has images that are not there");
    std::vector<Index> finite;
    for (const Index image : *set)
        if (codes.col(image).allFinite()) finite.push_back(image);
    if (finite.empty()) throw Error(std::string("the set ") + name + " has no image with a code");
    return finite;
}

Eigen::VectorXd meanCode(const Matrix& codes, std::span<const Index> images) {
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(codes.rows());
    for (const Index image : images) sum += codes.col(image).cast<double>();
    return sum / static_cast<double>(images.size());
}

/// The images in a seeded order, halved by `heldOut`.
struct Halves {
    std::vector<Index> images;

    std::span<const Index> fitted() const { return std::span(images).first((images.size() + 1) / 2); }
    std::span<const Index> heldOut() const { return std::span(images).subspan((images.size() + 1) / 2); }
};

Halves halvesOf(std::vector<Index> images, Random random) {
    for (std::size_t i = images.size(); i > 1; --i)
        std::swap(images[i - 1], images[random.below(static_cast<std::uint32_t>(i))]);
    return {std::move(images)};
}

std::vector<Index> without(const std::vector<Index>& images, const std::vector<Index>& others) {
    std::vector<Index> rest;
    std::set_difference(images.begin(), images.end(), others.begin(), others.end(), std::back_inserter(rest));
    return rest;
}

/// Of each image whether it lies on its own side.
std::vector<char> onOwnSide(const Matrix& codes, std::span<const Index> images,
                            const Eigen::VectorXd& direction, double threshold, bool above) {
    std::vector<char> right;
    for (const Index image : images) {
        const double place = direction.dot(codes.col(image).cast<double>());
        right.push_back(static_cast<char>(above ? place > threshold : place < threshold));
    }
    return right;
}

double shareOf(const std::vector<char>& right) {
    return static_cast<double>(std::count(right.begin(), right.end(), 1)) / static_cast<double>(right.size());
}

double resampledShare(const std::vector<char>& right, Random& random) {
    const auto count = static_cast<std::uint32_t>(right.size());
    std::uint32_t sum = 0;
    for (std::uint32_t i = 0; i < count; ++i) sum += static_cast<std::uint32_t>(right[random.below(count)]);
    return static_cast<double>(sum) / static_cast<double>(count);
}

void bootstrap(Direction& result, const std::vector<char>& a, const std::vector<char>& b, std::uint64_t seed,
               ThreadTeam& team, const Progress& progress) {
    constexpr int kResamples = 2000;
    constexpr double kTail = 0.025;
    std::vector<double> accuracies(kResamples);
    inParallel(team, kResamples, progress, [&](int resample, int) {
        Random random(seed, Stream::Diagnostics, kBootstrap, static_cast<std::uint64_t>(resample));
        const double ofA = resampledShare(a, random);
        accuracies[static_cast<std::size_t>(resample)] = (ofA + resampledShare(b, random)) / 2;
    });
    std::sort(accuracies.begin(), accuracies.end());
    const auto at = [&](double share) {
        return accuracies[static_cast<std::size_t>(std::lround(share * (kResamples - 1)))];
    };
    result.low = at(kTail);
    result.high = at(1 - kTail);
}

void measureConsistency(Direction& result, const Matrix& codes, const std::vector<Index>& a,
                        const std::vector<Index>& b, std::uint64_t seed, ThreadTeam& team,
                        const Progress& progress) {
    const Halves ofA = halvesOf(without(a, b), Random(seed, Stream::Diagnostics, kHalvesOfA));
    const Halves ofB = halvesOf(without(b, a), Random(seed, Stream::Diagnostics, kHalvesOfB));
    result.heldOutA = static_cast<Index>(ofA.heldOut().size());
    result.heldOutB = static_cast<Index>(ofB.heldOut().size());
    result.accuracy = result.low = result.high = kNan;
    if (result.heldOutA == 0 || result.heldOutB == 0) return;
    const Eigen::VectorXd meanA = meanCode(codes, ofA.fitted());
    const Eigen::VectorXd meanB = meanCode(codes, ofB.fitted());
    const Eigen::VectorXd direction = meanA - meanB;
    const double threshold = direction.dot(meanA + meanB) / 2;
    const std::vector<char> rightA = onOwnSide(codes, ofA.heldOut(), direction, threshold, true);
    const std::vector<char> rightB = onOwnSide(codes, ofB.heldOut(), direction, threshold, false);
    result.accuracy = (shareOf(rightA) + shareOf(rightB)) / 2;
    bootstrap(result, rightA, rightB, seed, team, progress);
}

/// Where codes are by the nearest mean of a class.
class NearestClass {
  public:
    NearestClass(const Matrix& codes, const std::vector<std::uint16_t>& labels, int classes)
        : m_members(static_cast<std::size_t>(classes)) {
        for (std::size_t i = 0; i < labels.size(); ++i)
            if (codes.col(static_cast<Index>(i)).allFinite())
                m_members[labels[i]].push_back(static_cast<Index>(i));
        m_means.resize(codes.rows(), classes);
        for (int c = 0; c < classes; ++c)
            if (!members(c).empty()) m_means.col(c) = meanCode(codes, members(c));
    }

    const std::vector<Index>& members(int label) const { return m_members[static_cast<std::size_t>(label)]; }
    /// The class of each column of codes, from ½|c|² − c·x; of two as near, the first.
    std::vector<int> of(const Matrix& codes) const {
        std::vector<int> classes(static_cast<std::size_t>(codes.cols()));
        const Matrix means = m_means.cast<float>();
        Matrix scores = means.transpose() * codes;
        scores.colwise() -= 0.5F * means.colwise().squaredNorm().transpose();
        for (Index c = 0; c < scores.rows(); ++c)
            if (members(static_cast<int>(c)).empty())
                scores.row(c).setConstant(-std::numeric_limits<float>::infinity());
        for (Index i = 0; i < codes.cols(); ++i) {
            Index best = 0;
            scores.col(i).maxCoeff(&best);
            classes[static_cast<std::size_t>(i)] = static_cast<int>(best);
        }
        return classes;
    }

  private:
    std::vector<std::vector<Index>> m_members; // [classes]
    Eigen::MatrixXd m_means;                   // [latent, classes]
};

std::optional<LabelShift> shiftOf(int label, const NearestClass& nearest, const Matrix& codes,
                                  const Vector& direction, int classes) {
    constexpr std::size_t kBlock = 4096;
    const std::vector<Index>& members = nearest.members(label);
    if (members.empty()) return std::nullopt;
    Index own = 0;
    std::vector<Index> went(static_cast<std::size_t>(classes));
    for (std::size_t first = 0; first < members.size(); first += kBlock) {
        const auto end = std::min(first + kBlock, members.size());
        const Matrix block = columnsOf(codes, {members.begin() + static_cast<std::ptrdiff_t>(first),
                                               members.begin() + static_cast<std::ptrdiff_t>(end)});
        const std::vector<int> before = nearest.of(block);
        const std::vector<int> after = nearest.of(block.colwise() + direction);
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (before[i] != label) continue;
            ++own;
            if (after[i] != label) ++went[static_cast<std::size_t>(after[i])];
        }
    }
    const auto most = std::max_element(went.begin(), went.end());
    Index moved = 0;
    for (const Index count : went) moved += count;
    return LabelShift{label, static_cast<Index>(members.size()),
                      own > 0 ? static_cast<double>(moved) / static_cast<double>(own) : kNan,
                      moved > 0 ? static_cast<int>(most - went.begin()) : -1};
}

} // namespace

Direction directionOf(const Matrix& codes, const std::vector<std::uint16_t>& labels, int classes,
                      const DirectionQuestion& question, ThreadTeam& team, const Progress& progress) {
    constexpr double kConsistencyShare = 0.6;
    const std::vector<Index> a = finiteOf(codes, question.a, "A");
    const std::vector<Index> b = finiteOf(codes, question.b, "B");
    Direction result;
    result.vector = (meanCode(codes, a) - meanCode(codes, b)).cast<float>();
    measureConsistency(result, codes, a, b, question.seed, team, partOf(progress, 0, kConsistencyShare));
    if (labels.empty()) return result;
    const NearestClass nearest(codes, labels, classes);
    std::vector<std::optional<LabelShift>> shifts(static_cast<std::size_t>(classes));
    inParallel(team, classes, partOf(progress, kConsistencyShare, 1), [&](int label, int) {
        shifts[static_cast<std::size_t>(label)] = shiftOf(label, nearest, codes, result.vector, classes);
    });
    for (const std::optional<LabelShift>& shift : shifts)
        if (shift) result.shifts.push_back(*shift);
    return result;
}

Direction answer(const Evidence& evidence, const DirectionQuestion& question, const Progress& progress) {
    constexpr double kEncodedShare = 0.5;
    const ImageDataset& dataset = *evidence.dataset;
    ThreadTeam team(coreCount());
    const std::shared_ptr<const Matrix> codes = codesOf(evidence, team, partOf(progress, 0, kEncodedShare));
    return directionOf(*codes, dataset.labels, dataset.classCount(), question, team,
                       partOf(progress, kEncodedShare, 1));
}

} // namespace latent
