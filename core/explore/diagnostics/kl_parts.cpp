// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/kl_parts.h"

#include "core/base/random.h"
#include "core/explore/diagnostics/log_sum.h"

#include <algorithm>

namespace latent {
namespace {

constexpr Index kTaskSamples = 8; // samples: some 20 ms with 64 dimensions

// All [images, latent]. Densities leave out ½ ln 2π, which each of the three parts cancels.
struct Mixture {
    Eigen::ArrayXXd mean;
    Eigen::ArrayXXd precision; // 1/σ
    Eigen::ArrayXXd logSigma;
    Eigen::ArrayXXd samples; // one of each image
};

Mixture mixtureOf(const Posterior& posterior, std::uint64_t seed) {
    const Index images = std::min(kMostKlImages, posterior.mean.cols());
    Matrix e(posterior.mean.rows(), images);
    Random(seed, Stream::Diagnostics, 0, kMostKlImages).fillNormal(e.data(), e.size());
    Mixture mixture;
    mixture.mean = posterior.mean.leftCols(images).transpose().cast<double>();
    mixture.logSigma = 0.5 * posterior.logVariance.leftCols(images).transpose().cast<double>();
    mixture.precision = (-mixture.logSigma).exp();
    mixture.samples = mixture.mean + mixture.logSigma.exp() * e.transpose().cast<double>().array();
    return mixture;
}

/// Of one sample: ln q(z|x), ln q(z), Σ ln q(z_j) and ln p(z).
struct Densities {
    double posterior = 0;
    double joint = 0;
    double marginals = 0;
    double prior = 0;
};

Densities densitiesAt(const Mixture& mixture, Index sample) {
    Densities densities;
    Eigen::ArrayXd joint = Eigen::ArrayXd::Zero(mixture.mean.rows());
    for (Index j = 0; j < mixture.mean.cols(); ++j) {
        const double z = mixture.samples(sample, j);
        const Eigen::ArrayXd logs =
            -0.5 * ((z - mixture.mean.col(j)) * mixture.precision.col(j)).square() - mixture.logSigma.col(j);
        joint += logs;
        densities.marginals += logMeanExp(logs);
        densities.prior -= 0.5 * z * z;
    }
    densities.joint = logMeanExp(joint);
    densities.posterior = joint[sample];
    return densities;
}

} // namespace

KlParts klParts(const Posterior& posterior, std::uint64_t seed, ThreadTeam& team, const Progress& progress) {
    const Mixture mixture = mixtureOf(posterior, seed);
    const Index images = mixture.mean.rows();
    Eigen::ArrayXXd parts(images, 4);
    inParallel(team, tasksOf(images, kTaskSamples), progress, [&](int task, int) {
        const Index end = std::min((task + 1) * kTaskSamples, images);
        for (Index i = task * kTaskSamples; i < end; ++i) {
            const Densities d = densitiesAt(mixture, i);
            parts.row(i) << d.posterior - d.joint, d.joint - d.marginals, d.marginals - d.prior,
                d.posterior - d.prior;
        }
    });
    return {.mutualInformation = meanOver(parts.col(0)),
            .totalCorrelation = meanOver(parts.col(1)),
            .dimensionWise = meanOver(parts.col(2)),
            .sum = meanOver(parts.col(3)),
            .images = images};
}

} // namespace latent
