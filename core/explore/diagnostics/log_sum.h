// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/diagnostics_report.h"

#include <Eigen/Core>

#include <cmath>
#include <limits>

namespace latent {

/// ln Σ exp(v) without overflow; −∞ of nothing, and of −∞ alone.
inline double logSumExp(const Eigen::Ref<const Eigen::ArrayXd>& values) {
    if (values.size() == 0) return -std::numeric_limits<double>::infinity();
    const double most = values.maxCoeff();
    return std::isfinite(most) ? most + std::log((values - most).exp().sum()) : most;
}

/// ln of the mean of exp(v).
inline double logMeanExp(const Eigen::Ref<const Eigen::ArrayXd>& values) {
    return logSumExp(values) - std::log(static_cast<double>(values.size()));
}

/// The mean over images and its standard error, which is 0 of a single one.
inline MeanOver meanOver(const Eigen::Ref<const Eigen::ArrayXd>& values) {
    const auto n = static_cast<double>(values.size());
    if (values.size() == 0) return {};
    const double mean = values.mean();
    const double squares = (values - mean).square().sum();
    return {mean, n > 1 ? std::sqrt(squares / (n - 1) / n) : 0};
}

} // namespace latent
