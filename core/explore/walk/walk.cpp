// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/walk/walk.h"

#include "core/base/cores.h"
#include "core/base/error.h"
#include "core/explore/nearest_columns.h"
#include "core/explore/traversal.h"
#include "core/explore/walk/data_path.h"
#include "core/explore/walk/great_circle.h"
#include "core/explore/walk/metric_path.h"
#include "core/explore/walk/polyline.h"
#include "core/explore/walk/team_decoding.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>
#include <tuple>

namespace latent {
namespace {

constexpr int kArcPoints = 257;      // of a leg, where its length is measured
constexpr int kCurvePoints = 129;    // of a leg along the data
constexpr int kMetricPoints = 25;    // of a leg whose energy is lowered
constexpr int kFiner = 4;            // by so much the picture's change along it is measured
constexpr float kOwnShare = 0.05F;   // of the decoder's metric on the straight way: the latent space's own
constexpr float kDifference = 0.01F; // of the codes' spread, for Jacobians
constexpr double kPathShare = 0.8;   // of the time, for progress

/// One run of walk(): the stations, in a loop with the first once more at the end, and a leg for each pair.
class Walker {
  public:
    Walker(const Snapshot& snapshot, const WalkQuestion& question, ThreadTeam& team)
        : m_snapshot(snapshot)
        , m_question(question)
        , m_team(team)
        , m_range(latentRange(snapshot))
        , m_stations(question.through) {
        if (question.loop || m_stations.size() == 1) m_stations.push_back(m_stations.front());
        if (hasCodes() && (question.path == WalkPath::AlongData || question.path == WalkPath::Metric))
            m_stops = stopsAmong(*snapshot.codes);
    }

    Matrix points(const Progress& progress) const {
        switch (m_question.path) {
        case WalkPath::Straight:
            break;
        case WalkPath::Spherical:
            return spherical();
        case WalkPath::AlongData:
            return alongData(progress);
        case WalkPath::Metric:
            return metric(progress);
        }
        Matrix corners(m_range.low.size(), static_cast<Index>(m_stations.size()));
        for (std::size_t i = 0; i < m_stations.size(); ++i)
            corners.col(static_cast<Index>(i)) = m_stations[i];
        return even(corners, segmentLengths(corners));
    }

    bool hasCodes() const {
        return m_snapshot.codes && m_snapshot.codes->rows() == m_range.low.size() &&
               m_snapshot.codes->cols() > 0;
    }

  private:
    std::size_t legs() const { return m_stations.size() - 1; }
    Matrix even(const Matrix& polyline, const std::vector<double>& lengths) const {
        return resampled(polyline, lengths, m_question.steps, m_question.loop);
    }
    Progress legProgress(const Progress& progress, std::size_t leg) const {
        const auto all = static_cast<double>(legs());
        return partOf(progress, static_cast<double>(leg) / all, static_cast<double>(leg + 1) / all);
    }

    Vector onArc(std::size_t leg, double t) const {
        return onGreatCircle(m_stations[leg], m_stations[leg + 1], m_range.centre(), t);
    }

    // The positions are found on chords; the frames themselves lie on the arcs.
    Matrix spherical() const {
        constexpr int kChords = kArcPoints - 1;
        std::vector<Matrix> arcs;
        for (std::size_t leg = 0; leg < legs(); ++leg) {
            Matrix& arc = arcs.emplace_back(m_range.low.size(), kArcPoints);
            for (int i = 0; i < kArcPoints; ++i) arc.col(i) = onArc(leg, static_cast<double>(i) / kChords);
        }
        const std::vector<double> positions =
            evenPositions(segmentLengths(joined(arcs)), m_question.steps, m_question.loop);
        Matrix frames(m_range.low.size(), m_question.steps);
        for (int i = 0; i < m_question.steps; ++i) {
            const double position = positions[static_cast<std::size_t>(i)] / kChords;
            const std::size_t leg = std::min(static_cast<std::size_t>(position), legs() - 1);
            frames.col(i) = onArc(leg, position - static_cast<double>(leg));
        }
        return frames;
    }

    Matrix legAlongData(std::size_t leg, int points, const Progress& progress) const {
        return smoothed(shortestThrough(m_stops, m_stations[leg], m_stations[leg + 1], progress), points);
    }

    Matrix alongData(const Progress& progress) const {
        std::vector<Matrix> curves;
        for (std::size_t leg = 0; leg < legs(); ++leg)
            curves.push_back(legAlongData(leg, kCurvePoints, legProgress(progress, leg)));
        const Matrix curve = joined(curves);
        return even(curve, segmentLengths(curve));
    }

    DecoderMetric metricFor(const Matrix& straight, const Progress& progress) const {
        DecoderMetric metric;
        metric.step = std::max(kDifference * (m_range.high - m_range.low).mean() / 6, 1e-4F);
        const double own = energyOf(straight);
        if (own > 0)
            metric.weight = kOwnShare * static_cast<float>(energyOf(decoded(straight, progress)) / own);
        return metric;
    }

    // Two ways lead to two valleys of the energy; the lower one counts.
    Matrix metricLeg(std::size_t leg, const Progress& progress) const {
        Matrix ends(m_range.low.size(), 2);
        ends << m_stations[leg], m_stations[leg + 1];
        const Matrix straight = resampled(ends, segmentLengths(ends), kMetricPoints);
        const DecoderMetric metric = metricFor(straight, progress);
        const Progress first = partOf(progress, 0, 0.5), second = partOf(progress, 0.5, 1);
        const MetricCurve direct = shortened(m_snapshot.model, straight, metric, m_team, first);
        if (m_stops.cols() == 0) return direct.points;
        const MetricCurve around =
            shortened(m_snapshot.model, legAlongData(leg, kMetricPoints, first), metric, m_team, second);
        return around.energy < direct.energy ? around.points : direct.points;
    }

    Matrix metric(const Progress& progress) const {
        std::vector<Matrix> curves;
        for (std::size_t leg = 0; leg < legs(); ++leg)
            curves.push_back(metricLeg(leg, legProgress(progress, leg)));
        const Matrix curve = joined(curves);
        const Index fine = (curve.cols() - 1) * kFiner + 1;
        Matrix finer(curve.rows(), fine);
        for (Index i = 0; i < fine; ++i) finer.col(i) = pointAt(curve, static_cast<double>(i) / kFiner);
        const std::vector<double> changes = segmentLengths(decoded(finer, progress));
        return even(finer, changes);
    }

    Matrix decoded(const Matrix& points, const Progress& progress) const {
        const Progress silent{.stop = progress.stop};
        return decodeByTeam(m_snapshot.model, points, m_team, silent);
    }

    const Snapshot& m_snapshot;
    const WalkQuestion& m_question;
    ThreadTeam& m_team;
    LatentRange m_range;
    std::vector<Vector> m_stations;
    Matrix m_stops; // [latent, n]; empty: not needed or none
};

std::vector<float> changesOf(const Matrix& images, bool loop) {
    std::vector<float> changes;
    const float scale = 1 / std::sqrt(static_cast<float>(images.rows()));
    for (Index i = 0; i + 1 < images.cols(); ++i)
        changes.push_back(scale * (images.col(i + 1) - images.col(i)).norm());
    if (loop) changes.push_back(scale * (images.col(0) - images.rightCols(1)).norm());
    return changes;
}

std::vector<float> nearnessOf(const Matrix& points, const Matrix& codes, ThreadTeam& team,
                              const Progress& progress) {
    const FillColumns fill = [&codes](Index first, MatrixRef<float> block) {
        block = codes.middleCols(first, block.cols());
    };
    const auto nearest = nearestColumns(points, codes.cols(), kNearCodes, fill, team, progress);
    std::vector<float> distances;
    for (Index i = 0; i < points.cols(); ++i) {
        const std::vector<NearColumn>& near = nearest[static_cast<std::size_t>(i)];
        if (near.empty()) return {}; // no code is finite
        float sum = 0; // measured again: distances from a product are rough for points that are nearly codes
        for (const NearColumn& code : near) sum += (codes.col(code.column) - points.col(i)).norm();
        distances.push_back(sum / static_cast<float>(near.size()));
    }
    return distances;
}

} // namespace

bool WalkQuestion::operator==(const WalkQuestion& other) const {
    return sameStations(through, other.through) && path == other.path && steps == other.steps &&
           loop == other.loop;
}

Walk walk(const Snapshot& snapshot, const WalkQuestion& question, ThreadTeam& team,
          const Progress& progress) {
    assert(!question.through.empty() && question.steps >= 2);
    const Walker walker(snapshot, question, team);
    if (question.path == WalkPath::AlongData && !walker.hasCodes())
        throw Error("a walk along the data needs the codes of images");
    Walk result;
    result.shape = snapshot.model.architecture.shape;
    result.points = walker.points(partOf(progress, 0, kPathShare));
    result.images = decodeByTeam(snapshot.model, result.points, team, partOf(progress, kPathShare, 0.9));
    result.change = changesOf(result.images, question.loop);
    if (walker.hasCodes())
        result.nearness = nearnessOf(result.points, *snapshot.codes, team, partOf(progress, 0.9, 1));
    progress.at(1);
    return result;
}

Walk answer(const Evidence& evidence, const WalkQuestion& question, const Progress& progress) {
    ThreadTeam team(coreCount());
    return walk(*evidence.snapshot, question, team, progress);
}

} // namespace latent
