// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/linear_probe.h"

#include <Eigen/Eigenvalues>

#include <algorithm>

namespace latent {
namespace {

constexpr int kIterations = 200;
constexpr double kDecay = 1e-4;    // weight of ½|w|², so that separable classes have a best classifier too
constexpr Index kTaskCodes = 2048; // codes a task: the result depends on it, not on the team

// Softmax of each column of scores, in place.
void toProbabilities(Matrix& scores) {
    const Eigen::RowVectorXf most = scores.colwise().maxCoeff();
    scores = (scores.rowwise() - most).array().exp();
    const Eigen::RowVectorXf sums = scores.colwise().sum();
    scores.array().rowwise() /= sums.array();
}

// Of the mean cross entropy: (p − y) xᵀ / n, over x [latent + 1, n].
Eigen::MatrixXd gradientAt(const Eigen::MatrixXd& weights, const Matrix& x,
                           const std::vector<std::uint16_t>& labels, ThreadTeam& team,
                           const std::stop_token& stop) {
    const int chunks = tasksOf(x.cols(), kTaskCodes);
    std::vector<Matrix> parts(static_cast<std::size_t>(chunks));
    const Matrix single = weights.cast<float>();
    inParallel(team, chunks, {.stop = stop}, [&](int chunk, int) {
        const Index first = chunk * kTaskCodes;
        const auto codes = x.middleCols(first, std::min(kTaskCodes, x.cols() - first));
        Matrix scores = single * codes;
        toProbabilities(scores);
        for (Index i = 0; i < codes.cols(); ++i) scores(labels[static_cast<std::size_t>(first + i)], i) -= 1;
        parts[static_cast<std::size_t>(chunk)] = scores * codes.transpose();
    });
    Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(weights.rows(), weights.cols());
    for (const Matrix& part : parts) sum += part.cast<double>();
    return sum / static_cast<double>(x.cols()) + kDecay * weights;
}

// The Hessian is at most ½ (I − 11ᵀ/classes) ⊗ xxᵀ/n, and ½ bounds the first factor.
double largestCurvature(const Matrix& x) {
    const Eigen::MatrixXd moments = (x * x.transpose()).cast<double>() / static_cast<double>(x.cols());
    return 0.5 * Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(moments).eigenvalues().maxCoeff() + kDecay;
}

} // namespace

LinearProbe::LinearProbe(const Matrix& codes, const std::vector<std::uint16_t>& labels, int classes,
                         ThreadTeam& team, const Progress& progress)
    : m_mean(codes.rowwise().mean()) {
    const Vector deviation = (codes.colwise() - m_mean).array().square().rowwise().mean().sqrt();
    m_scale = deviation.unaryExpr([](float d) { return d > 0 ? 1 / d : 0.0F; });
    const Matrix x = standardised(codes);
    const double step = 1 / largestCurvature(x);
    Eigen::MatrixXd weights = Eigen::MatrixXd::Zero(classes, x.rows());
    Eigen::MatrixXd ahead = weights;
    for (int iteration = 0; iteration < kIterations; ++iteration) {
        progress.at(static_cast<double>(iteration) / kIterations);
        const Eigen::MatrixXd next = ahead - step * gradientAt(ahead, x, labels, team, progress.stop);
        ahead = next + iteration / (iteration + 3.0) * (next - weights);
        weights = next;
    }
    m_weights = weights.cast<float>();
    progress.at(1);
}

Matrix LinearProbe::standardised(const Matrix& codes) const {
    Matrix x(codes.rows() + 1, codes.cols());
    x.topRows(codes.rows()) = (codes.colwise() - m_mean).array().colwise() * m_scale.array();
    x.bottomRows(1).setOnes();
    return x;
}

std::vector<int> LinearProbe::classify(const Matrix& codes) const {
    const Matrix scores = m_weights * standardised(codes);
    std::vector<int> classes(static_cast<std::size_t>(codes.cols()));
    for (Index i = 0; i < codes.cols(); ++i) {
        Index best = 0;
        scores.col(i).maxCoeff(&best);
        classes[static_cast<std::size_t>(i)] = static_cast<int>(best);
    }
    return classes;
}

} // namespace latent
