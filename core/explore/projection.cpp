// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/projection.h"

#include "core/explore/alignment.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

namespace latent {
namespace {

// Columns a block: its copy stays in the second-level cache at any latent size.
constexpr Index kBlockCodes = 1024;

constexpr Index kSample = 2048;

/// kSample codes from all over the set, always the same ones, so that the axes do not tremble.
Matrix sampleOf(const Matrix& codes) {
    Matrix sample(codes.rows(), kSample);
    for (Index i = 0; i < kSample; ++i) {
        // By the golden ratio: an even stride could meet the same class again and again.
        const double place = std::fmod((static_cast<double>(i) + 0.5) * 0.6180339887498949, 1.0);
        sample.col(i) = codes.col(static_cast<Index>(place * static_cast<double>(codes.cols())));
    }
    return sample;
}

/// Calls visit(first, block) for blocks of centred codes [latent, ≤ kBlockCodes]; codes that are not finite
/// count as the origin. `block` is scratch that visit may overwrite.
template <class Visit>
void forCentredBlocks(const Matrix& codes, const Vector& origin, Visit visit) {
    Matrix block(codes.rows(), std::min(kBlockCodes, codes.cols()));
    for (Index first = 0; first < codes.cols(); first += kBlockCodes) {
        const Index count = std::min(kBlockCodes, codes.cols() - first);
        auto part = block.leftCols(count);
        part = codes.middleCols(first, count).colwise() - origin;
        // 0·x is 0 for every finite x and NaN for all else: one vectorised test for the whole block.
        if (!std::isfinite((part.array() * 0.0F).sum())) {
            for (Index column = 0; column < count; ++column) {
                if (!part.col(column).allFinite()) part.col(column).setZero();
            }
        }
        visit(first, part);
    }
}

struct Moments {
    Vector mean;                // [latent]
    Eigen::MatrixXd covariance; // [latent, latent], times the number of codes
};

/// In two passes, so that a mean far from zero costs no digits; products in float, sums of blocks in double.
Moments momentsOf(const Matrix& codes) {
    const Index latent = codes.rows();
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(latent);
    Index finite = 0;
    for (Index column = 0; column < codes.cols(); ++column) {
        if (!codes.col(column).allFinite()) continue;
        sum += codes.col(column).cast<double>();
        ++finite;
    }
    Moments moments;
    moments.mean = (sum / static_cast<double>(std::max<Index>(finite, 1))).cast<float>();
    moments.covariance = Eigen::MatrixXd::Zero(latent, latent);
    Matrix product(latent, latent);
    forCentredBlocks(codes, moments.mean, [&](Index, const auto& block) {
        product.setZero();
        product.selfadjointView<Eigen::Lower>().rankUpdate(block);
        moments.covariance += product.cast<double>();
    });
    return moments;
}

Projection dimensionAxes(const Matrix& codes, const MapAxes& axes) {
    const Index latent = codes.rows();
    Projection projection;
    projection.axes = Matrix::Zero(2, latent);
    projection.origin = Vector::Zero(latent);
    if (latent == 0) return projection;
    const Index x = std::clamp<Index>(axes.x, 0, latent - 1);
    const Index y = std::clamp<Index>(axes.y, 0, latent - 1);
    projection.axes(0, x) = 1;
    // The same dimension twice would be a diagonal on which lift() moves twice as far: show it against zero.
    if (y != x) projection.axes(1, y) = 1;
    return projection;
}

/// Which of two orders, and which signs, bring found [latent, 2] nearest to the axes before.
void matchTo(const Matrix& before, Matrix& found, std::array<double, 2>& values) {
    const Eigen::Matrix2f likeness = before * found;
    const float straight = std::abs(likeness(0, 0)) + std::abs(likeness(1, 1));
    const float crossed = std::abs(likeness(0, 1)) + std::abs(likeness(1, 0));
    if (crossed > straight) {
        found.col(0).swap(found.col(1));
        std::swap(values[0], values[1]);
    }
    for (Index axis = 0; axis < 2; ++axis) {
        if (before.row(axis).dot(found.col(axis)) < 0) found.col(axis) = -found.col(axis);
    }
}

/// Without axes before: the largest component is positive, so that the same codes give the same map.
void settleSigns(Matrix& found) {
    for (Index axis = 0; axis < found.cols(); ++axis) {
        Index largest = 0;
        found.col(axis).cwiseAbs().maxCoeff(&largest);
        if (found(largest, axis) < 0) found.col(axis) = -found.col(axis);
    }
}

Projection mainAxes(const Matrix& codes, const Projection* previous) {
    const Index latent = codes.rows();
    const Moments moments = momentsOf(codes);
    const double total = moments.covariance.trace();
    Projection projection = dimensionAxes(codes, MapAxes{});
    if (!moments.mean.allFinite() || !std::isfinite(total)) return projection;
    projection.origin = moments.mean;
    // The solver reads the lower triangle only; its values ascend.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(moments.covariance);
    if (solver.info() != Eigen::Success) return projection;
    Matrix found(latent, 2);
    found.col(0) = solver.eigenvectors().col(latent - 1).cast<float>();
    found.col(1) = solver.eigenvectors().col(latent - 2).cast<float>();
    std::array<double, 2> values{solver.eigenvalues()[latent - 1], solver.eigenvalues()[latent - 2]};
    if (previous != nullptr && previous->axes.rows() == 2 && previous->axes.cols() == latent) {
        matchTo(previous->axes, found, values);
    } else {
        settleSigns(found);
    }
    projection.axes = found.transpose();
    for (std::size_t axis = 0; axis < 2; ++axis) {
        projection.explained[axis] =
            total > 0 ? static_cast<float>(std::max(values[axis], 0.0) / total) : 0.0F;
    }
    return projection;
}

/// Shares of the variance along two plain dimensions.
void explainDimensions(const Matrix& codes, Projection& projection) {
    const Moments moments = momentsOf(codes);
    const double total = moments.covariance.trace();
    if (!(total > 0) || !std::isfinite(total)) return;
    for (Index axis = 0; axis < 2; ++axis) {
        const Eigen::VectorXd weights = projection.axes.row(axis).transpose().cwiseAbs2().cast<double>();
        projection.explained[static_cast<std::size_t>(axis)] =
            static_cast<float>(weights.dot(moments.covariance.diagonal()) / total);
    }
}

Projection projectionOf(const Matrix& codes, const MapAxes& axes, const Projection* previous) {
    if (axes.pca && codes.rows() >= 2) return mainAxes(codes, previous);
    Projection projection = dimensionAxes(codes, axes);
    explainDimensions(codes, projection);
    return projection;
}

/// Blocks that stay in the cache for both axes. Not centred first: a map needs no more than its five digits.
void projectInto(const Matrix& codes, MapFrame& frame) {
    frame.x.resize(static_cast<std::size_t>(codes.cols()));
    frame.y.resize(static_cast<std::size_t>(codes.cols()));
    Eigen::Map<Vector> x(frame.x.data(), codes.cols());
    Eigen::Map<Vector> y(frame.y.data(), codes.cols());
    const Vector xAxis = frame.projection.axes.row(0).transpose();
    const Vector yAxis = frame.projection.axes.row(1).transpose();
    const float xOrigin = xAxis.dot(frame.projection.origin);
    const float yOrigin = yAxis.dot(frame.projection.origin);
    for (Index first = 0; first < codes.cols(); first += kBlockCodes) {
        const Index count = std::min(kBlockCodes, codes.cols() - first);
        x.segment(first, count).noalias() = codes.middleCols(first, count).transpose() * xAxis;
        y.segment(first, count).noalias() = codes.middleCols(first, count).transpose() * yAxis;
        x.segment(first, count).array() -= xOrigin;
        y.segment(first, count).array() -= yOrigin;
        const float sum = x.segment(first, count).sum() + y.segment(first, count).sum();
        if (std::isfinite(sum)) continue;
        // A code that is not finite counts as the origin: 0·z is finite for no other.
        for (Index i = first; i < first + count; ++i) {
            if (!std::isfinite(x[i]) || !std::isfinite(y[i])) x[i] = y[i] = 0;
        }
    }
}

/// Some thousand points from all over the map, [2, points]: enough for a rotation, a scale and a shift.
Matrix somePoints(const MapFrame& frame) {
    constexpr std::size_t kPoints = 4096;
    const std::size_t every = (frame.x.size() + kPoints - 1) / kPoints;
    Matrix points(2, static_cast<Index>((frame.x.size() + every - 1) / every));
    for (Index i = 0; i < points.cols(); ++i) {
        const std::size_t image = static_cast<std::size_t>(i) * every;
        points.col(i) << frame.x[image], frame.y[image];
    }
    return points;
}

// With p = axes · (z − origin), onto + s · R · (p − from) = s · (R · axes) · (z − other origin).
void align(MapFrame& frame, const MapFrame& onto) {
    if (frame.x.empty()) return;
    const Alignment found = alignmentOf(somePoints(frame), somePoints(onto));
    if (!(found.scale > 0)) return;
    applyTo(frame.x, frame.y, found);
    Projection& projection = frame.projection;
    const Vector shift = found.rotation * found.from - found.onto / found.scale;
    projection.axes = Matrix(found.rotation * projection.axes);
    projection.origin += projection.axes.transpose() * shift;
    projection.scale = found.scale;
}

} // namespace

MapFrame projectCodes(const Matrix& codes, const MapAxes& axes, const Projection* previous, AxesFrom source) {
    MapFrame frame;
    frame.asked = axes;
    frame.projection = source == AxesFrom::Sample && codes.cols() > kSample
                           ? projectionOf(sampleOf(codes), axes, previous)
                           : projectionOf(codes, axes, previous);
    projectInto(codes, frame);
    return frame;
}

MapFrame answer(const Evidence& evidence, const MapQuestion& question) {
    const Snapshot& snapshot = *evidence.snapshot;
    const bool sameAxes = question.before && question.before->asked == question.axes;
    MapFrame frame = projectCodes(*snapshot.codes, question.axes, sameAxes ? &question.before->own : nullptr,
                                  snapshot.codesExact ? AxesFrom::AllCodes : AxesFrom::Sample);
    frame.taken = snapshot.taken;
    frame.own = frame.projection;
    if (question.onto && question.onto->x.size() == frame.x.size()) align(frame, *question.onto);
    return frame;
}

} // namespace latent
