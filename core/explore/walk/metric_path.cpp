// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/walk/metric_path.h"

#include "core/explore/walk/team_decoding.h"

#include <Eigen/Cholesky>

#include <cassert>
#include <cmath>
#include <optional>
#include <vector>

namespace latent {
namespace {

using Block = Eigen::MatrixXd; // [latent, latent]

constexpr int kMostSteps = 20;
constexpr int kMostTrials = 8;         // of one step
constexpr double kLeastGain = 5e-3;    // of the energy a step; less: it is done
constexpr double kFirstDamping = 1e-2; // of the mean diagonal
constexpr double kDampingFactor = 4;   // up after a trial that fails, down after one that works
constexpr double kSmallestDamping = 1e-6;
constexpr Index kColumnsTogether = 256; // decoded at a time: memory that is used again, and enough for a team

/// The normal equations of one step, [latent] a point inside the curve: block tridiagonal and symmetric.
struct Equations {
    std::vector<Block> diagonal; // 2·(JᵢᵀJᵢ + w·I)
    std::vector<Block> above;    // −(JᵢᵀJᵢ₊₁ + w·I); one fewer
    std::vector<Eigen::VectorXd> right; // −Jᵢᵀ(2gᵢ − gᵢ₋₁ − gᵢ₊₁) − w·(2zᵢ − zᵢ₋₁ − zᵢ₊₁)
    double meanDiagonal = 0;
};

/// J [pixels, latent] at some neighbouring points, by forward differences from their images.
std::vector<Matrix> jacobians(const Model& model, const Matrix& points, const Matrix& images, float step,
                              ThreadTeam& team, const Progress& progress) {
    const Index latent = points.rows();
    Matrix moved(latent, points.cols() * latent);
    for (Index i = 0; i < points.cols(); ++i) {
        moved.middleCols(i * latent, latent) = points.col(i).replicate(1, latent);
        moved.middleCols(i * latent, latent).diagonal().array() += step;
    }
    const Matrix decoded = decodeByTeam(model, moved, team, progress);
    std::vector<Matrix> found;
    for (Index i = 0; i < points.cols(); ++i)
        found.push_back((decoded.middleCols(i * latent, latent).colwise() - images.col(i)) / step);
    return found;
}

Equations equationsFor(const Model& model, const Matrix& points, const Matrix& images,
                       const DecoderMetric& metric, ThreadTeam& team, const Progress& progress) {
    const Index inner = points.cols() - 2;
    const Index together = std::max<Index>(kColumnsTogether / points.rows(), 1); // Jacobians
    Equations equations;
    Matrix last; // the Jacobian at the point before
    for (Index first = 1; first <= inner; first += together) {
        const Index count = std::min(together, inner + 1 - first);
        std::vector<Matrix> found = jacobians(model, points.middleCols(first, count),
                                              images.middleCols(first, count), metric.step, team, progress);
        for (Index i = 0; i < count; ++i) {
            Matrix& jacobian = found[static_cast<std::size_t>(i)];
            const Index at = first + i;
            const auto bend = [at](const Matrix& columns) -> Vector {
                return columns.col(at - 1) + columns.col(at + 1) - 2 * columns.col(at);
            };
            const auto own = [&](Matrix product) -> Block {
                product.diagonal().array() += metric.weight;
                return product.cast<double>();
            };
            equations.diagonal.push_back(2 * own(jacobian.transpose() * jacobian));
            if (at > 1) equations.above.push_back(-own(last.transpose() * jacobian));
            const Vector right = jacobian.transpose() * bend(images) + metric.weight * bend(points);
            equations.right.emplace_back(right.cast<double>());
            equations.meanDiagonal +=
                equations.diagonal.back().diagonal().mean() / static_cast<double>(inner);
            last = std::move(jacobian);
        }
        progress.at(static_cast<double>(first + count - 1) / static_cast<double>(inner));
    }
    return equations;
}

/// The damped step [latent, points inside] by block elimination; nothing where it cannot be solved.
std::optional<Matrix> solved(const Equations& equations, double damping) {
    const std::size_t count = equations.diagonal.size();
    const Index latent = equations.diagonal.front().rows();
    std::vector<Eigen::LLT<Block>> pivots;
    std::vector<Eigen::VectorXd> right = equations.right;
    for (std::size_t i = 0; i < count; ++i) {
        Block pivot = equations.diagonal[i];
        pivot.diagonal().array() += damping * equations.meanDiagonal;
        if (i > 0) {
            const Block& above = equations.above[i - 1];
            pivot -= above.transpose() * pivots.back().solve(above);
            right[i] -= above.transpose() * pivots.back().solve(right[i - 1]);
        }
        pivots.emplace_back(pivot);
        if (pivots.back().info() != Eigen::Success) return std::nullopt;
    }
    Matrix step(latent, static_cast<Index>(count));
    Eigen::VectorXd next;
    for (std::size_t i = count; i-- > 0;) {
        if (i + 1 < count) right[i] -= equations.above[i] * next;
        next = pivots[i].solve(right[i]);
        step.col(static_cast<Index>(i)) = next.cast<float>();
    }
    return step.allFinite() ? std::optional(step) : std::nullopt;
}

} // namespace

double energyOf(const Matrix& columns) {
    double energy = 0;
    for (Index i = 0; i + 1 < columns.cols(); ++i)
        energy += static_cast<double>((columns.col(i + 1) - columns.col(i)).squaredNorm());
    return energy;
}

MetricCurve shortened(const Model& model, Matrix points, const DecoderMetric& metric, ThreadTeam& team,
                      const Progress& progress) {
    assert(points.cols() >= 2 && metric.step > 0);
    const Progress silent{.stop = progress.stop};
    const auto whole = [&metric](const Matrix& z, const Matrix& decoded) {
        return energyOf(decoded) + static_cast<double>(metric.weight) * energyOf(z);
    };
    Matrix images = decodeByTeam(model, points, team, silent);
    double energy = whole(points, images);
    double damping = kFirstDamping;
    for (int i = 0; i < kMostSteps && points.cols() > 2 && energy > 0; ++i) {
        progress.at(static_cast<double>(i) / kMostSteps);
        const Equations equations = equationsFor(model, points, images, metric, team, silent);
        if (!(equations.meanDiagonal > 0)) break; // the picture does not change at all
        const double before = energy;
        for (int trial = 0; trial < kMostTrials && energy == before; ++trial, damping *= kDampingFactor) {
            const std::optional<Matrix> move = solved(equations, damping);
            if (!move) continue;
            Matrix tried = points;
            tried.middleCols(1, move->cols()) += *move;
            Matrix decoded = decodeByTeam(model, tried, team, silent);
            const double lower = whole(tried, decoded);
            if (!(lower < energy)) continue;
            energy = lower;
            points = std::move(tried);
            images = std::move(decoded);
        }
        damping = std::max(damping / (kDampingFactor * kDampingFactor), kSmallestDamping);
        if (before - energy < kLeastGain * before) break;
    }
    return {std::move(points), energy};
}

} // namespace latent
