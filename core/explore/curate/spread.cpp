// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/spread.h"

#include "core/base/cores.h"
#include "core/explore/values/image_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace latent {
namespace {

constexpr Index kTaskCodes = 4096;

std::vector<Index> candidatesOf(const Matrix& codes, const ImageNumbers& among) {
    std::vector<Index> candidates;
    const auto add = [&](Index i) {
        if (i >= 0 && i < codes.cols() && codes.col(i).allFinite()) candidates.push_back(i);
    };
    if (among)
        std::for_each(among->begin(), among->end(), add);
    else
        for (Index i = 0; i < codes.cols(); ++i) add(i);
    return candidates;
}

/// Squared distances of points from their nearest choice.
class Coverage {
  public:
    Coverage(const Matrix& points, ThreadTeam& team, const Progress& progress)
        : m_points(points)
        , m_team(team)
        , m_quiet{[](double) {}, progress.stop}
        , m_squared(Eigen::ArrayXf::Constant(points.cols(), std::numeric_limits<float>::infinity())) {}

    void choose(Index chosen) {
        const Vector centre = m_points.col(chosen);
        inParallel(m_team, tasksOf(m_points.cols(), kTaskCodes), m_quiet, [&](int task, int) {
            const Index end = std::min((task + 1) * kTaskCodes, m_points.cols());
            for (Index i = task * kTaskCodes; i < end; ++i)
                m_squared[i] = std::min(m_squared[i], (m_points.col(i) - centre).squaredNorm());
        });
    }
    /// The first of the farthest points, and its squared distance.
    std::pair<Index, float> farthest() const {
        Index place = 0;
        const float squared = m_squared.maxCoeff(&place);
        return {place, squared};
    }

  private:
    const Matrix& m_points;
    ThreadTeam& m_team;
    Progress m_quiet;
    Eigen::ArrayXf m_squared; // [points]
};

} // namespace

Spread spreadOf(const Matrix& codes, const SpreadQuestion& question, ThreadTeam& team,
                const Progress& progress) {
    const std::vector<Index> candidates = candidatesOf(codes, question.among);
    Spread spread;
    if (candidates.empty() || question.count <= 0) return spread;
    const Matrix points = columnsOf(codes, candidates);
    const Vector mean = points.cast<double>().rowwise().mean().cast<float>();
    Index next = 0;
    (points.colwise() - mean).colwise().squaredNorm().minCoeff(&next);
    Coverage coverage(points, team, progress);
    for (int i = 0; i < question.count; ++i) {
        coverage.choose(next);
        const auto [place, squared] = coverage.farthest();
        spread.images.push_back(candidates[static_cast<std::size_t>(next)]);
        spread.radius.push_back(std::sqrt(squared));
        progress.at(static_cast<double>(i + 1) / question.count);
        if (!(squared > 0)) break;
        next = place;
    }
    return spread;
}

Spread answer(const Evidence& evidence, const SpreadQuestion& question, const Progress& progress) {
    constexpr double kEncodedShare = 0.5;
    ThreadTeam team(coreCount());
    const std::shared_ptr<const Matrix> codes = codesOf(evidence, team, partOf(progress, 0, kEncodedShare));
    return spreadOf(*codes, question, team, partOf(progress, kEncodedShare, 1));
}

} // namespace latent
