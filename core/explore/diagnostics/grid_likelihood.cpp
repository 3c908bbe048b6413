// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/grid_likelihood.h"

#include "core/explore/diagnostics/log_sum.h"

#include <algorithm>
#include <numbers>

namespace latent {
namespace {

constexpr double kPriorReach = 5;     // beyond it lie 6e-7 of N(0, 1)
constexpr double kPosteriorReach = 6; // σ around the means
constexpr double kSpacing = 1.5;      // of the narrowest σ: off by 6e-4 there, and √2 times that by 0.05
constexpr double kWidestSpacing = 1.0 / 16;
constexpr Index kMostPoints = Index{1} << 20;
constexpr double kTolerance = 0.05; // nats, between the grid and every other point of it
constexpr Index kTaskPoints = 2048; // points
constexpr Index kBlockPoints = 256; // points decoded at a time

struct Grid {
    double reach = kPriorReach; // −reach … reach in each dimension
    double spacing = kWidestSpacing;
    Index side = 0;
    Index dimensions = 1;

    Index points() const { return dimensions == 1 ? side : side * side; }
    double at(Index i) const { return static_cast<double>(i) * spacing - reach; }
    /// Columns are points [first, first + count).
    Matrix codes(Index first, Index count) const {
        Matrix z(dimensions, count);
        for (Index i = 0; i < count; ++i) {
            z(0, i) = static_cast<float>(at((first + i) % side));
            if (dimensions == 2) z(1, i) = static_cast<float>(at((first + i) / side));
        }
        return z;
    }
    /// 1 at every other point, as on a chessboard.
    Eigen::ArrayXf everyOther(Index first, Index count) const {
        Eigen::ArrayXf even(count);
        for (Index i = 0; i < count; ++i)
            even[i] = static_cast<float>(((first + i) % side + (first + i) / side + 1) % 2);
        return even;
    }
};

std::optional<Grid> gridFor(const Posterior& posterior) {
    Grid grid;
    grid.dimensions = posterior.mean.rows();
    if (grid.dimensions > 2 || posterior.mean.cols() == 0) return std::nullopt;
    const Matrix sigma = posterior.sigma();
    const auto farthest =
        (posterior.mean.cwiseAbs() + static_cast<float>(kPosteriorReach) * sigma).maxCoeff();
    grid.reach = std::max(kPriorReach, static_cast<double>(farthest));
    grid.spacing = std::min(kWidestSpacing, kSpacing * static_cast<double>(sigma.minCoeff()));
    const double most = grid.dimensions == 1 ? kMostPoints : std::sqrt(kMostPoints);
    const double side = std::min(most, std::ceil(2 * grid.reach / grid.spacing) + 1);
    if (!(side > 1)) return std::nullopt; // NaN
    grid.side = static_cast<Index>(side);
    grid.spacing = 2 * grid.reach / (side - 1);
    return grid;
}

// −ln p(x|z) = c(z) − x·t(z) + b(x) for every likelihood of ours: t of each column of logits [pixels, n].
Matrix naturalParameters(const Likelihood& likelihood, const Matrix& logits) {
    if (!likelihood.isGaussian()) return logits;
    return meansOf(likelihood, logits) / (likelihood.deviation * likelihood.deviation);
}

// b of each column.
Eigen::ArrayXd baseNats(const Likelihood& likelihood, const Matrix& images) {
    if (!likelihood.isGaussian()) return Eigen::ArrayXd::Zero(images.cols());
    const double variance = static_cast<double>(likelihood.deviation) * likelihood.deviation;
    return images.cast<double>().colwise().squaredNorm().transpose().array() / (2 * variance);
}

/// Sums over the points of one task, as logarithms, of each image.
struct Sums {
    Eigen::ArrayXd all;
    Eigen::ArrayXd everyOther;
};

double logAdd(double a, double b) {
    const double most = std::max(a, b);
    return std::isfinite(most) ? most + std::log(std::exp(a - most) + std::exp(b - most)) : most;
}

// Adds ln (p(x|z) p(z)) of a block of points for each image; x [pixels, images].
void addBlock(const SeenImages& seen, const Grid& grid, Index first, Index count, const Matrix& x,
              Sums& sums) {
    const Matrix z = grid.codes(first, count);
    const Matrix logits = decodeLogits(seen.model, z);
    const Vector c = reconstructionNats(seen.likelihood(), Matrix::Zero(logits.rows(), count), logits);
    const Vector prior =
        (z.array().square() + std::log(2 * std::numbers::pi_v<float>)).colwise().sum() * 0.5F;
    Matrix logs = naturalParameters(seen.likelihood(), logits).transpose() * x; // [points, images]
    logs.colwise() -= c + prior;
    const Eigen::ArrayXf even = grid.everyOther(first, count);
    for (Index image = 0; image < x.cols(); ++image) {
        const float most = logs.col(image).maxCoeff();
        const Eigen::ArrayXf p = (logs.col(image).array() - most).exp();
        sums.all[image] = logAdd(sums.all[image], static_cast<double>(most) + std::log(p.sum()));
        sums.everyOther[image] =
            logAdd(sums.everyOther[image], static_cast<double>(most) + std::log((p * even).sum()));
    }
}

} // namespace

std::optional<Eigen::ArrayXd> gridLogLikelihoods(const SeenImages& seen, Index images, ThreadTeam& team,
                                                 const Progress& progress) {
    const std::optional<Grid> grid =
        gridFor({seen.posterior.mean.leftCols(images), seen.posterior.logVariance.leftCols(images)});
    if (!grid) return std::nullopt;
    const Matrix x = seen.pixels(0, images);
    const double nothing = -std::numeric_limits<double>::infinity();
    const Sums empty{Eigen::ArrayXd::Constant(images, nothing), Eigen::ArrayXd::Constant(images, nothing)};
    std::vector<Sums> parts(static_cast<std::size_t>(tasksOf(grid->points(), kTaskPoints)), empty);
    inParallel(team, static_cast<int>(parts.size()), progress, [&](int task, int) {
        const Index end = std::min((task + 1) * kTaskPoints, grid->points());
        for (Index first = task * kTaskPoints; first < end && !progress.stop.stop_requested();
             first += kBlockPoints)
            addBlock(seen, *grid, first, std::min(kBlockPoints, end - first), x,
                     parts[static_cast<std::size_t>(task)]);
    });
    Sums total = empty;
    for (const Sums& part : parts) { // in order, so that the team's size does not matter
        for (Index i = 0; i < images; ++i) {
            total.all[i] = logAdd(total.all[i], part.all[i]);
            total.everyOther[i] = logAdd(total.everyOther[i], part.everyOther[i]);
        }
    }
    const double error = (total.everyOther + std::log(2.0) - total.all).abs().mean();
    if (!(error < kTolerance)) return std::nullopt;
    const double cell = static_cast<double>(grid->dimensions) * std::log(grid->spacing);
    return total.all + cell - baseNats(seen.likelihood(), x);
}

} // namespace latent
