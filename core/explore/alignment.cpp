// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/alignment.h"

#include <Eigen/LU>
#include <Eigen/SVD>
#include <algorithm>
#include <cassert>
#include <cmath>

namespace latent {
namespace {

constexpr Index kBlock = 1024; // columns, which stay in the cache as doubles
// Singular values below this share of the largest are rounding of floats: the points say nothing along them.
constexpr double kNegligible = 1e-6;

/// Calls visit(a, b) for blocks of the pairs that are finite, as doubles.
template <class Visit>
void forPairs(const Matrix& from, const Matrix& onto, Visit visit) {
    Eigen::MatrixXd a(from.rows(), kBlock);
    Eigen::MatrixXd b(onto.rows(), kBlock);
    Index count = 0;
    for (Index i = 0; i < from.cols(); ++i) {
        if (!from.col(i).allFinite() || !onto.col(i).allFinite()) continue;
        a.col(count) = from.col(i).cast<double>();
        b.col(count) = onto.col(i).cast<double>();
        if (++count < kBlock) continue;
        visit(a, b);
        count = 0;
    }
    if (count > 0) visit(a.leftCols(count), b.leftCols(count));
}

struct PairSums {
    double count = 0;
    Eigen::VectorXd fromMean;
    Eigen::VectorXd ontoMean;
    Eigen::MatrixXd fromSpread; // [from, from], Σ (p − mean)(p − mean)ᵀ
    double ontoSpread = 0;      // its trace
    Eigen::MatrixXd cross;      // [onto, from]
};

/// In two passes, so that means far from zero cost no digits.
PairSums sumsOf(const Matrix& from, const Matrix& onto) {
    PairSums sums;
    sums.fromMean = Eigen::VectorXd::Zero(from.rows());
    sums.ontoMean = Eigen::VectorXd::Zero(onto.rows());
    forPairs(from, onto, [&](const auto& a, const auto& b) {
        sums.count += static_cast<double>(a.cols());
        sums.fromMean += a.rowwise().sum();
        sums.ontoMean += b.rowwise().sum();
    });
    sums.fromMean /= std::max(sums.count, 1.0);
    sums.ontoMean /= std::max(sums.count, 1.0);
    sums.fromSpread = Eigen::MatrixXd::Zero(from.rows(), from.rows());
    sums.cross = Eigen::MatrixXd::Zero(onto.rows(), from.rows());
    forPairs(from, onto, [&](const auto& a, const auto& b) {
        const Eigen::MatrixXd x = a.colwise() - sums.fromMean;
        const Eigen::MatrixXd y = b.colwise() - sums.ontoMean;
        sums.fromSpread.noalias() += x * x.transpose();
        sums.ontoSpread += y.squaredNorm();
        sums.cross.noalias() += y * x.transpose();
    });
    return sums;
}

/// The orthogonal matrix nearest to the sums of products. Directions that the points leave open are completed
/// by a rotation.
Eigen::MatrixXd rotationOf(const Eigen::MatrixXd& cross) {
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(cross, Eigen::ComputeThinU | Eigen::ComputeThinV);
    Eigen::MatrixXd u = svd.matrixU();
    const Eigen::VectorXd& values = svd.singularValues();
    const bool open = values[values.size() - 1] <= kNegligible * values[0];
    const bool square = cross.rows() == cross.cols();
    if (open && square && (u * svd.matrixV().transpose()).determinant() < 0)
        u.col(u.cols() - 1) = -u.col(u.cols() - 1);
    return u * svd.matrixV().transpose();
}

} // namespace

Matrix Alignment::apply(const Matrix& points) const {
    return ((scale * rotation) * (points.colwise() - from)).colwise() + onto;
}

Alignment alignmentOf(const Matrix& from, const Matrix& onto) {
    assert(from.cols() == onto.cols());
    const PairSums sums = sumsOf(from, onto);
    Alignment alignment{Matrix::Identity(onto.rows(), from.rows()), 1, sums.fromMean.cast<float>(),
                        sums.ontoMean.cast<float>()};
    const double fromSpread = sums.fromSpread.trace();
    // Means of many equal floats are off by their last digits.
    const auto isPoint = [&](double spread, const Eigen::VectorXd& mean) {
        return !(spread > 1e-12 * sums.count * mean.squaredNorm()) || !(spread > 0);
    };
    if (isPoint(fromSpread, sums.fromMean) || isPoint(sums.ontoSpread, sums.ontoMean) ||
        !sums.cross.allFinite())
        return alignment;
    const Eigen::MatrixXd rotation = rotationOf(sums.cross);
    // Least squares: Σ yᵀRx / Σ |Rx|², where R may drop dimensions.
    const double product = (rotation.transpose() * sums.cross).trace();
    const double turned = (rotation * sums.fromSpread * rotation.transpose()).trace();
    if (!(product > 0) || !(turned > 0)) return alignment;
    alignment.rotation = rotation.cast<float>();
    alignment.scale = static_cast<float>(product / turned);
    return alignment;
}

void applyTo(std::vector<float>& x, std::vector<float>& y, const Alignment& alignment) {
    assert(x.size() == y.size() && alignment.rotation.rows() == 2 && alignment.rotation.cols() == 2);
    const Eigen::Matrix2f turn = alignment.scale * alignment.rotation;
    const Eigen::Vector2f shift = alignment.onto - turn * alignment.from;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const Eigen::Vector2f moved = turn * Eigen::Vector2f(x[i], y[i]) + shift;
        x[i] = moved[0];
        y[i] = moved[1];
    }
}

} // namespace latent
