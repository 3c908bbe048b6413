// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/importance_bound.h"

#include "core/explore/diagnostics/log_sum.h"

#include <algorithm>

namespace latent {
namespace {

constexpr int kDecodedTogether = 256; // samples decoded at a time: some 5 ms, after which Cancel is looked at

// ln p(z) − ln q(z|x) for z = m + σ e, of each column: Σ ½ (e² − z² + s).
Eigen::ArrayXd priorOverPosterior(const Matrix& z, const Matrix& e, const Vector& logVariance) {
    return 0.5 * ((e.cast<double>().colwise().squaredNorm() - z.cast<double>().colwise().squaredNorm())
                      .transpose()
                      .array() +
                  logVariance.cast<double>().sum());
}

// ln of the weights of samples [first, first + n) of one image.
Eigen::ArrayXd logWeights(const SeenImages& seen, Index image, const Vector& x, int block, int n) {
    Matrix e(seen.latentSize(), n);
    Random(seen.seed, Stream::Diagnostics, static_cast<std::uint64_t>(image),
           static_cast<std::uint64_t>(block))
        .fillNormal(e.data(), e.size());
    const Vector mean = seen.posterior.mean.col(image);
    const Vector logVariance = seen.posterior.logVariance.col(image);
    const Vector sigma = (logVariance.array() * 0.5F).exp();
    const Matrix z = (e.array().colwise() * sigma.array()).colwise() + mean.array();
    return priorOverPosterior(z, e, logVariance) - decodedNats(seen.model, z, x).cast<double>().array();
}

} // namespace

Eigen::ArrayXd importanceBounds(const SeenImages& seen, Index images, int samples, ThreadTeam& team,
                                const Progress& progress) {
    Eigen::ArrayXd bounds(images);
    inParallel(team, static_cast<int>(images), progress, [&](int image, int) {
        const Vector x = seen.pixels(image, 1).col(0);
        Eigen::ArrayXd weights(samples);
        for (int first = 0; first < samples; first += kDecodedTogether) {
            if (progress.stop.stop_requested()) return;
            const int n = std::min(kDecodedTogether, samples - first);
            weights.segment(first, n) = logWeights(seen, image, x, first / kDecodedTogether, n);
        }
        bounds[image] = logMeanExp(weights);
    });
    return bounds;
}

} // namespace latent
