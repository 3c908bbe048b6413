// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/objective.h"

#include <cassert>
#include <cmath>
#include <numbers>

namespace latent {
namespace {

constexpr double kLowestLogDeviation = -6;
constexpr double kLeastSquaredError = 1e-30; // for images decoded exactly: keeps the slope finite

double logistic(double x) {
    return 1 / (1 + std::exp(-x));
}
// d/dM of f(M) = ln σ + M / (2σ²), σ = optimalDeviation(M): the clip makes σ differ from the optimum, so that
// part of f's gradient comes through σ.
double sigmaSlope(double squaredError) {
    const double root = std::sqrt(std::max(squaredError, kLeastSquaredError));
    const double sigma = optimalDeviation(squaredError);
    const double precision = 1 / (sigma * sigma);
    return (1 - squaredError * precision) / (2 * root * sigma) + 0.5 * precision;
}

double reconstructionScale(const Likelihood& likelihood, const BatchMeans* means) {
    switch (likelihood.kind) {
    case Likelihood::Kind::Gaussian:
        return 0.5 / (static_cast<double>(likelihood.deviation) * static_cast<double>(likelihood.deviation));
    case Likelihood::Kind::Sigma:
        assert(means != nullptr);
        return sigmaSlope(means->squaredError);
    case Likelihood::Kind::Bernoulli:
    case Likelihood::Kind::Binarised:
    case Likelihood::Kind::ContinuousBernoulli:
        break;
    }
    return 1;
}

} // namespace

PixelTerm pixelTermOf(const Likelihood& likelihood) {
    if (likelihood.isGaussian()) return PixelTerm::SquaredError;
    return likelihood.kind == Likelihood::Kind::ContinuousBernoulli ? PixelTerm::ContinuousBernoulli
                                                                    : PixelTerm::Bernoulli;
}

double natsOf(const Likelihood& likelihood, double sum, Index pixels) {
    if (!likelihood.isGaussian()) return sum;
    const double sigma = static_cast<double>(likelihood.deviation);
    return sum / (2 * sigma * sigma) +
           static_cast<double>(pixels) * (std::log(sigma) + 0.5 * std::log(2 * std::numbers::pi));
}

double meanOf(const Likelihood& likelihood, double l) {
    if (likelihood.kind != Likelihood::Kind::ContinuousBernoulli) return logistic(l);
    // Near 0 the two terms cancel, so use the series; its next term is l⁷/1,209,600.
    if (std::abs(l) < 0.1) return 0.5 + l * (1.0 / 12 - l * l * (1.0 / 720 - l * l * (1.0 / 30240)));
    return 1 / -std::expm1(-l) - 1 / l;
}

double optimalDeviation(double squaredError) {
    return std::exp(kLowestLogDeviation) + std::sqrt(squaredError);
}

bool couplesBatch(const Objective& objective) {
    return objective.likelihood.kind == Likelihood::Kind::Sigma || objective.freeBits > 0;
}

template <class S>
GradientScales<S> gradientScales(const Objective& objective, Index latent, Index batch,
                                 const BatchMeans* means) {
    assert(means != nullptr || !couplesBatch(objective));
    const double share = 1 / static_cast<double>(batch);
    GradientScales<S> scales;
    scales.reconstruction = static_cast<S>(share * reconstructionScale(objective.likelihood, means));
    scales.kl.setConstant(latent, static_cast<S>(share * static_cast<double>(objective.beta)));
    if (objective.freeBits > 0) {
        for (Index i = 0; i < latent; ++i) {
            if (means->kl[i] < static_cast<double>(objective.freeBits)) scales.kl[i] = 0;
        }
    }
    return scales;
}

template <class S>
void sampleForward(const ConstByFeatureRef<S>& statistics, const ConstByFeatureRef<S>& e, bool noise,
                   ByFeatureRef<S> z) {
    const Index latent = z.rows();
    z = statistics.topRows(latent);
    if (noise) z.array() += (statistics.bottomRows(latent).array() * S(0.5)).exp() * e.array();
}

template <class S>
void sampleAndKlBackward(const ConstByFeatureRef<S>& statistics, const ConstByFeatureRef<S>& e, bool noise,
                         const ConstByFeatureRef<S>& dz, const VectorOf<S>& klScale,
                         ByFeatureRef<S> dStatistics) {
    const Index latent = dz.rows();
    const ConstByFeatureRef<S> m = statistics.topRows(latent);
    const ConstByFeatureRef<S> s = statistics.bottomRows(latent);
    dStatistics.topRows(latent) = dz + klScale.asDiagonal() * m;
    ByFeatureRef<S> ds = dStatistics.bottomRows(latent);
    ds.array() = (s.array().exp() - S(1)).colwise() * (klScale.array() * S(0.5));
    if (noise) ds.array() += dz.array() * e.array() * (s.array() * S(0.5)).exp() * S(0.5);
}

template <class S>
void klForward(const ConstByFeatureRef<S>& statistics, ByFeatureRef<S> kl) {
    const Index latent = kl.rows();
    const ConstByFeatureRef<S> m = statistics.topRows(latent);
    const ConstByFeatureRef<S> s = statistics.bottomRows(latent);
    kl.array() = S(0.5) * (m.array().square() + s.array().exp() - S(1) - s.array());
}

#define LATENT_INSTANTIATE(S)                                                                                \
    template GradientScales<S> gradientScales<S>(const Objective&, Index, Index, const BatchMeans*);         \
    template void sampleForward<S>(const ConstByFeatureRef<S>&, const ConstByFeatureRef<S>&, bool,           \
                                   ByFeatureRef<S>);                                                         \
    template void sampleAndKlBackward<S>(const ConstByFeatureRef<S>&, const ConstByFeatureRef<S>&, bool,     \
                                         const ConstByFeatureRef<S>&, const VectorOf<S>&, ByFeatureRef<S>);  \
    template void klForward<S>(const ConstByFeatureRef<S>&, ByFeatureRef<S>)
LATENT_INSTANTIATE(float);
LATENT_INSTANTIATE(double);
#undef LATENT_INSTANTIATE

} // namespace latent
