// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/close_pairs.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace latent {
namespace {

constexpr Index kTaskQueries = 64;  // points a task
constexpr Index kTasksOfRound = 64; // whose pairs are held together
constexpr Index kLanes = 64;        // candidates that are looked at together
constexpr Index kDimensionsAtOnce = 4;
// Rotated floats and their sums: of the radius, and of the largest coordinate.
constexpr float kRadiusSlack = 1e-4F;
constexpr float kPlaceSlack = 1e-5F;

/// The finite columns in the axes of their principal components, which keep distances, sorted along the
/// first. Later axes hold less and less variance, so that most candidates are refused after a few.
class SweptPoints {
  public:
    SweptPoints(const Matrix& points, const Progress& progress) {
        for (Index i = 0; i < points.cols(); ++i)
            if (points.col(i).allFinite()) m_number.push_back(i);
        const auto count = static_cast<Index>(m_number.size());
        Matrix finite(points.rows(), count);
        for (Index i = 0; i < count; ++i) finite.col(i) = points.col(m_number[static_cast<std::size_t>(i)]);
        progress.at(0);
        if (count == 0) return;
        const Vector mean = finite.cast<double>().rowwise().mean().cast<float>();
        finite.colwise() -= mean;
        const Eigen::MatrixXd moments = (finite * finite.transpose()).cast<double>();
        const Eigen::MatrixXd axes = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(moments).eigenvectors();
        const Matrix turned = axes.rowwise().reverse().transpose().cast<float>() * finite;
        progress.at(0);
        sortAlongFirst(turned);
        progress.at(0);
    }

    Index count() const { return m_coordinates.rows(); }
    Index number(Index place) const { return m_number[static_cast<std::size_t>(place)]; }

    /// Calls found(place) for each later place that may be within the radius of this one.
    template <class Found>
    void forEachNear(Index place, float radius, Found found) const {
        const float reach = radius * (1 + kRadiusSlack) + m_slack;
        const float limit = reach * reach;
        const Vector at = m_coordinates.row(place).transpose();
        const float* const first = m_coordinates.data();
        const auto end =
            static_cast<Index>(std::upper_bound(first + place + 1, first + count(), at[0] + reach) - first);
        Eigen::Array<float, kLanes, 1> sums;
        for (Index from = place + 1; from < end; from += kLanes) {
            const Index lanes = std::min(kLanes, end - from);
            if (!sumDistances(at, from, lanes, limit, sums)) continue;
            for (Index i = 0; i < lanes; ++i)
                if (sums[i] <= limit) found(from + i);
        }
    }

  private:
    void sortAlongFirst(const Matrix& turned) {
        std::vector<Index> order(m_number.size());
        std::iota(order.begin(), order.end(), Index{0});
        std::sort(order.begin(), order.end(), [&](Index a, Index b) {
            return turned(0, a) != turned(0, b) ? turned(0, a) < turned(0, b) : a < b;
        });
        m_coordinates.resize(turned.cols(), turned.rows());
        std::vector<Index> numbers;
        for (std::size_t place = 0; place < order.size(); ++place) {
            m_coordinates.row(static_cast<Index>(place)) = turned.col(order[place]).transpose();
            numbers.push_back(m_number[static_cast<std::size_t>(order[place])]);
        }
        m_number = std::move(numbers);
        m_slack = kPlaceSlack * m_coordinates.cwiseAbs().maxCoeff();
    }

    // Squared distances of places [from, from + lanes); false once all are above the limit.
    bool sumDistances(const Vector& at, Index from, Index lanes, float limit,
                      Eigen::Array<float, kLanes, 1>& sums) const {
        auto sum = sums.head(lanes);
        sum.setZero();
        for (Index d = 0; d < at.size(); d += kDimensionsAtOnce) {
            const Index last = std::min(d + kDimensionsAtOnce, at.size());
            for (Index e = d; e < last; ++e)
                sum += (m_coordinates.col(e).segment(from, lanes).array() - at[e]).square();
            if (sum.minCoeff() > limit) return false;
        }
        return true;
    }

    std::vector<Index> m_number; // column of the point at each place
    Matrix m_coordinates;        // [places, dimensions]
    float m_slack = 0;
};

} // namespace

void forEachClosePair(const Matrix& points, float radius, const ComparePair& compare, const TakePairs& take,
                      ThreadTeam& team, const Progress& progress) {
    const SweptPoints swept(points, progress);
    const int tasks = tasksOf(swept.count(), kTaskQueries);
    std::vector<std::vector<ClosePair>> found(static_cast<std::size_t>(kTasksOfRound));
    for (int first = 0; first < tasks; first += static_cast<int>(kTasksOfRound)) {
        const int round = std::min(static_cast<int>(kTasksOfRound), tasks - first);
        const Progress part =
            partOf(progress, static_cast<double>(first) / tasks, static_cast<double>(first + round) / tasks);
        inParallel(team, round, part, [&](int task, int) {
            std::vector<ClosePair>& pairs = found[static_cast<std::size_t>(task)];
            pairs.clear();
            const Index begin = (first + task) * kTaskQueries;
            const Index end = std::min(begin + kTaskQueries, swept.count());
            for (Index place = begin; place < end && !progress.stop.stop_requested(); ++place) {
                const Index a = swept.number(place);
                swept.forEachNear(place, radius, [&](Index other) {
                    const Index b = swept.number(other);
                    const float distance = compare(a, b);
                    if (distance >= 0) pairs.push_back({std::min(a, b), std::max(a, b), distance});
                });
            }
        });
        for (int task = 0; task < round; ++task) take(found[static_cast<std::size_t>(task)]);
    }
    progress.at(1);
}

// Of n pixels with differences d_i, (Σ d_i)² ≤ n Σ d_i² (Cauchy and Schwarz).
Matrix coarseImages(std::span<const std::uint8_t> bytes, int width, int height, int channels,
                    ThreadTeam& team, const Progress& progress) {
    constexpr int kCellsAcross = 4;
    constexpr Index kTaskImages = 256;
    const int across = std::min(kCellsAcross, width);
    const int down = std::min(kCellsAcross, height);
    const Index pixels = Index{width} * height * channels;
    const Index images = pixels > 0 ? static_cast<Index>(bytes.size()) / pixels : 0;
    Matrix coarse = Matrix::Zero(Index{across} * down * channels, images);
    Vector perCell = Vector::Zero(coarse.rows());
    std::vector<Index> cellOf;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c) {
                cellOf.push_back((Index{y * down / height} * across + x * across / width) * channels + c);
                ++perCell[cellOf.back()];
            }
    const Vector scale = perCell.array().sqrt().inverse();
    inParallel(team, tasksOf(images, kTaskImages), progress, [&](int task, int) {
        std::vector<std::uint32_t> sums(static_cast<std::size_t>(coarse.rows()));
        const Index end = std::min((task + 1) * kTaskImages, images);
        for (Index i = task * kTaskImages; i < end; ++i) {
            std::fill(sums.begin(), sums.end(), 0U);
            const std::uint8_t* const image = bytes.data() + i * pixels;
            for (std::size_t p = 0; p < cellOf.size(); ++p)
                sums[static_cast<std::size_t>(cellOf[p])] += image[p];
            for (Index cell = 0; cell < coarse.rows(); ++cell)
                coarse(cell, i) = static_cast<float>(sums[static_cast<std::size_t>(cell)]) * scale[cell];
        }
    });
    return coarse;
}

} // namespace latent
