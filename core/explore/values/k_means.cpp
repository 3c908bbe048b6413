// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/values/k_means.h"

#include "core/base/random.h"

#include <algorithm>
#include <limits>

namespace latent {
namespace {

constexpr int kIterations = 100;
constexpr Index kTaskPoints = 1024; // the sums depend on it, not on the team
constexpr double kSeedingShare = 0.2;
constexpr std::uint64_t kClusterStream = 0x6b6d; // no diagnostic counts so far

/// Numbers in [0, 1) with 53 bits: of many points 24 would leave some out.
double uniformDouble(Random& random) {
    return static_cast<double>(random.next() >> 11) * 0x1p-53;
}

/// Squared distances to the nearest chosen point.
class SeedDistances {
  public:
    SeedDistances(const Matrix& points, ThreadTeam& team, const Progress& progress)
        : m_points(points)
        , m_team(team)
        , m_quiet{[](double) {}, progress.stop}
        , m_nearest(Eigen::ArrayXf::Constant(points.cols(), std::numeric_limits<float>::infinity())) {}

    void choose(Index chosen) {
        const Vector centre = m_points.col(chosen);
        inParallel(m_team, tasksOf(m_points.cols(), kTaskPoints), m_quiet, [&](int task, int) {
            const Index first = task * kTaskPoints;
            const Index count = std::min(kTaskPoints, m_points.cols() - first);
            for (Index i = first; i < first + count; ++i)
                m_nearest[i] = std::min(m_nearest[i], (m_points.col(i) - centre).squaredNorm());
        });
        m_nearest[chosen] = 0;
    }

    /// The point at which the sum of distances passes `share` of the whole; −1: all are 0.
    Index at(double share) const {
        const double limit = share * m_nearest.cast<double>().sum();
        double sum = 0;
        Index last = -1; // that has a probability at all
        for (Index i = 0; i < m_nearest.size(); ++i) {
            if (!(m_nearest[i] > 0)) continue;
            last = i;
            sum += static_cast<double>(m_nearest[i]);
            if (sum > limit) break;
        }
        return last;
    }

  private:
    const Matrix& m_points;
    ThreadTeam& m_team;
    Progress m_quiet;
    Eigen::ArrayXf m_nearest; // [points]
};

/// What a block of points adds to the next centres.
struct BlockOfPoints {
    Eigen::MatrixXd sums; // [dimensions, clusters]
    std::vector<Index> counts;
    bool changed = false;
};

/// Assigns columns [first, first + count) to the nearest centre; of two as near, to the first.
void assignBlock(const Matrix& points, Index first, Index count, const Matrix& centres,
                 const Vector& halfLengths, std::vector<int>& of, BlockOfPoints& block) {
    block.sums.setZero(points.rows(), centres.cols());
    block.counts.assign(static_cast<std::size_t>(centres.cols()), 0);
    block.changed = false;
    const auto part = points.middleCols(first, count);
    Matrix scores = centres.transpose() * part; // ½|x − c|² = ½|x|² + ½|c|² − c·x
    scores.colwise() -= halfLengths;
    for (Index i = 0; i < count; ++i) {
        Index best = 0;
        scores.col(i).maxCoeff(&best);
        int& cluster = of[static_cast<std::size_t>(first + i)];
        block.changed = block.changed || cluster != static_cast<int>(best);
        cluster = static_cast<int>(best);
        block.sums.col(best) += part.col(i).cast<double>();
        ++block.counts[static_cast<std::size_t>(best)];
    }
}

/// The means of the clusters; an empty one keeps its centre.
void moveCentres(const std::vector<BlockOfPoints>& blocks, Matrix& centres) {
    for (Index c = 0; c < centres.cols(); ++c) {
        Eigen::VectorXd sum = Eigen::VectorXd::Zero(centres.rows());
        Index count = 0;
        for (const BlockOfPoints& block : blocks) {
            sum += block.sums.col(c);
            count += block.counts[static_cast<std::size_t>(c)];
        }
        if (count > 0) centres.col(c) = (sum / static_cast<double>(count)).cast<float>();
    }
}

} // namespace

std::vector<Index> kMeansSeeds(const Matrix& points, int k, std::uint64_t seed, ThreadTeam& team,
                               const Progress& progress) {
    std::vector<Index> seeds;
    if (points.cols() == 0) return seeds;
    Random random(seed, Stream::Diagnostics, kClusterStream);
    SeedDistances distances(points, team, progress);
    seeds.push_back(static_cast<Index>(uniformDouble(random) * static_cast<double>(points.cols())));
    for (;;) {
        distances.choose(seeds.back());
        progress.at(static_cast<double>(seeds.size()) / k);
        if (static_cast<int>(seeds.size()) >= k) return seeds;
        const Index next = distances.at(uniformDouble(random));
        if (next < 0) return seeds;
        seeds.push_back(next);
    }
}

std::vector<int> kMeans(const Matrix& points, int k, std::uint64_t seed, ThreadTeam& team,
                        const Progress& progress) {
    std::vector<int> of(static_cast<std::size_t>(points.cols()), -1);
    const std::vector<Index> seeds = kMeansSeeds(points, k, seed, team, partOf(progress, 0, kSeedingShare));
    if (seeds.empty()) return of;
    Matrix centres(points.rows(), static_cast<Index>(seeds.size()));
    for (std::size_t i = 0; i < seeds.size(); ++i) centres.col(static_cast<Index>(i)) = points.col(seeds[i]);
    const int tasks = tasksOf(points.cols(), kTaskPoints);
    std::vector<BlockOfPoints> blocks(static_cast<std::size_t>(tasks));
    const Progress quiet{[](double) {}, progress.stop};
    for (int iteration = 0; iteration < kIterations; ++iteration) {
        const Vector halfLengths = 0.5F * centres.colwise().squaredNorm().transpose();
        inParallel(team, tasks, quiet, [&](int task, int) {
            const Index first = task * kTaskPoints;
            assignBlock(points, first, std::min(kTaskPoints, points.cols() - first), centres, halfLengths, of,
                        blocks[static_cast<std::size_t>(task)]);
        });
        progress.at(kSeedingShare + (1 - kSeedingShare) * (iteration + 1) / kIterations);
        const bool changed =
            std::any_of(blocks.begin(), blocks.end(), [](const BlockOfPoints& b) { return b.changed; });
        if (!changed) break;
        moveCentres(blocks, centres);
    }
    progress.at(1);
    return of;
}

} // namespace latent
