// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/nearest_columns.h"

#include <algorithm>
#include <limits>

namespace latent {
namespace {

constexpr Index kQueries = 32;       // a task: two threads share the 64 pictures of a sheet
constexpr Index kBlockColumns = 512; // columns

/// The nearest columns that one query has met.
class Nearest {
  public:
    explicit Nearest(int wanted)
        : m_wanted(static_cast<std::size_t>(wanted)) {}

    // distances: of columns [first, …), squared.
    void meet(const Eigen::Ref<const Eigen::ArrayXf>& distances, Index first) {
        for (Index begin = 0; begin < distances.size(); begin += kLookedAtOnce) {
            const Index end = std::min(begin + kLookedAtOnce, distances.size());
            if (anyNearer(distances, begin, end)) meetSome(distances, begin, end, first);
        }
    }
    std::vector<NearColumn> sorted(float squaredLength) && {
        std::sort_heap(m_heap.begin(), m_heap.end());
        for (NearColumn& near : m_heap)
            near.squaredDistance = std::max(near.squaredDistance + squaredLength, 0.0F);
        return std::move(m_heap);
    }

  private:
    static constexpr Index kLookedAtOnce = 64;

    // After the first blocks hardly any column is near enough: this loop has no branch and becomes vectors.
    bool anyNearer(const Eigen::Ref<const Eigen::ArrayXf>& distances, Index begin, Index end) const {
        const float* const values = distances.data();
        const float farthest = m_farthest;
        int nearer = 0;
        for (Index i = begin; i < end; ++i) nearer |= static_cast<int>(values[i] < farthest);
        return nearer != 0;
    }

    void meetSome(const Eigen::Ref<const Eigen::ArrayXf>& distances, Index begin, Index end, Index first) {
        for (Index i = begin; i < end; ++i) {
            if (!(distances[i] < m_farthest)) continue; // later columns lose against earlier ones as near
            if (m_heap.size() == m_wanted) {
                std::pop_heap(m_heap.begin(), m_heap.end());
                m_heap.pop_back();
            }
            m_heap.push_back({distances[i], first + i});
            std::push_heap(m_heap.begin(), m_heap.end());
            if (m_heap.size() == m_wanted) m_farthest = m_heap.front().squaredDistance;
        }
    }

    std::size_t m_wanted;
    std::vector<NearColumn> m_heap; // the farthest on top
    float m_farthest = std::numeric_limits<float>::infinity();
};

} // namespace

std::vector<std::vector<NearColumn>> nearestColumns(const Matrix& queries, Index count, int wanted,
                                                    const FillColumns& fill, ThreadTeam& team,
                                                    const Progress& progress) {
    std::vector<std::vector<NearColumn>> found(static_cast<std::size_t>(queries.cols()));
    if (wanted <= 0) return found;
    inParallel(team, tasksOf(queries.cols(), kQueries), progress, [&](int task, int) {
        const Index from = task * kQueries;
        const Matrix asked = queries.middleCols(from, std::min(kQueries, queries.cols() - from));
        std::vector<Nearest> nearest(static_cast<std::size_t>(asked.cols()), Nearest(wanted));
        // Kept at one size: where Eigen 3.4 finds no memory to resize a matrix, it frees it twice.
        Matrix room(queries.rows(), std::min(kBlockColumns, count));
        Matrix distanceRoom(room.cols(), asked.cols());
        for (Index first = 0; first < count && !progress.stop.stop_requested(); first += kBlockColumns) {
            const Index columns = std::min(kBlockColumns, count - first);
            MatrixRef<float> block = room.leftCols(columns);
            // [columns, queries], without the queries' own squared lengths
            MatrixRef<float> distances = distanceRoom.topRows(columns);
            fill(first, block);
            distances.noalias() = -2 * block.transpose() * asked;
            distances.colwise() += block.colwise().squaredNorm().transpose();
            for (Index i = 0; i < asked.cols(); ++i)
                nearest[static_cast<std::size_t>(i)].meet(distances.col(i).array(), first);
        }
        for (Index i = 0; i < asked.cols(); ++i)
            found[static_cast<std::size_t>(from + i)] =
                std::move(nearest[static_cast<std::size_t>(i)]).sorted(asked.col(i).squaredNorm());
    });
    return found;
}

} // namespace latent
