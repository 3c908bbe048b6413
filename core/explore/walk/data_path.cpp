// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/walk/data_path.h"

#include "core/explore/walk/polyline.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

namespace latent {
namespace {

/// A step through n places that meets all of them, near the golden section of n: any first few are spread
/// over all, whatever the order of the images.
Index goldenStep(Index n) {
    auto step = static_cast<Index>(0.6180339887498949 * static_cast<double>(n));
    while (std::gcd(std::max<Index>(step, 1), n) != 1) ++step;
    return std::max<Index>(step, 1);
}

/// Dijkstra's search over the complete graph of some points.
class SquaredSearch {
  public:
    explicit SquaredSearch(const Matrix& points)
        : m_points(points)
        , m_cost(static_cast<std::size_t>(points.cols()), std::numeric_limits<float>::infinity())
        , m_previous(m_cost.size(), -1)
        , m_open(m_cost.size())
        , m_distances(points.cols()) {
        std::iota(m_open.begin(), m_open.end(), Index{0});
    }

    /// The points on the way, both ends included.
    std::vector<Index> run(Index from, Index to, const Progress& progress) {
        cost(from) = 0;
        m_previous[static_cast<std::size_t>(to)] = from; // where squares overflow, nothing is found
        const auto all = static_cast<double>(m_open.size());
        for (;;) {
            const Index nearest = takeNearest();
            if (nearest == to) break;
            progress.at(1 - static_cast<double>(m_open.size()) / all);
            reachFrom(nearest);
        }
        std::vector<Index> way;
        for (Index at = to; at >= 0; at = m_previous[static_cast<std::size_t>(at)]) way.push_back(at);
        std::reverse(way.begin(), way.end());
        return way;
    }

  private:
    float& cost(Index point) { return m_cost[static_cast<std::size_t>(point)]; }

    Index takeNearest() {
        const auto nearest = std::min_element(m_open.begin(), m_open.end(),
                                              [this](Index a, Index b) { return cost(a) < cost(b); });
        const Index point = *nearest;
        *nearest = m_open.back();
        m_open.pop_back();
        return point;
    }

    void reachFrom(Index point) {
        m_distances = (m_points.colwise() - m_points.col(point)).colwise().squaredNorm();
        for (const Index other : m_open) {
            const float through = cost(point) + m_distances[other];
            if (!(through < cost(other))) continue;
            cost(other) = through;
            m_previous[static_cast<std::size_t>(other)] = point;
        }
    }

    const Matrix& m_points; // [latent, n]
    std::vector<float> m_cost;
    std::vector<Index> m_previous; // on the way; −1: none
    std::vector<Index> m_open;     // not reached for good yet
    Eigen::RowVectorXf m_distances;
};

} // namespace

Matrix stopsAmong(const Matrix& codes) {
    const Index images = codes.cols();
    Matrix stops(codes.rows(), std::min(images, kMostStops));
    Index count = 0;
    const Index step = images > 0 ? goldenStep(images) : 1;
    for (Index i = 0, image = 0; i < images && count < stops.cols(); ++i, image = (image + step) % images) {
        if (codes.col(image).allFinite()) stops.col(count++) = codes.col(image);
    }
    return stops.leftCols(count);
}

Matrix shortestThrough(const Matrix& stops, const Vector& from, const Vector& to, const Progress& progress) {
    const Index count = stops.cols();
    Matrix points(from.size(), count + 2);
    points << stops, from, to;
    const std::vector<Index> way = SquaredSearch(points).run(count, count + 1, progress);
    Matrix path(from.size(), static_cast<Index>(way.size()));
    for (std::size_t i = 0; i < way.size(); ++i) path.col(static_cast<Index>(i)) = points.col(way[i]);
    return path;
}

Matrix smoothed(const Matrix& path, int points) {
    Matrix curve = resampled(path, segmentLengths(path), points);
    const double hop =
        static_cast<double>(points - 1) / static_cast<double>(std::max<Index>(path.cols() - 1, 1));
    // Half a hop, which leaves a third of a zigzag, but not so much that the ends pull a short path straight.
    const double deviation = std::min(hop / 2, static_cast<double>(points) / 10);
    // A pass with weights ¼, ½, ¼ has the variance ½.
    const int passes = path.cols() > 2 ? static_cast<int>(2 * deviation * deviation) : 0;
    const Index inner = curve.cols() - 2;
    for (int pass = 0; pass < passes; ++pass) {
        const Matrix before = curve;
        curve.middleCols(1, inner) = 0.25F * before.leftCols(inner) + 0.5F * before.middleCols(1, inner) +
                                     0.25F * before.rightCols(inner);
    }
    return curve;
}

} // namespace latent
