// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/aggregate_posterior.h"

#include "core/base/random.h"
#include "core/explore/traversal.h"

#include <algorithm>
#include <cmath>

namespace latent {
namespace {

constexpr Index kSamples = 50000;
constexpr Index kHistogramBins = 64;

// Of one dimension, equally many of each image; its stream depends on the dimension alone.
Eigen::ArrayXf samplesOf(const Posterior& posterior, Index dimension, std::uint64_t seed) {
    const Index images = posterior.mean.cols();
    const Index draws = (kSamples + images - 1) / images;
    Eigen::ArrayXf z(images * draws);
    Random(seed, Stream::Diagnostics, static_cast<std::uint64_t>(dimension), kSamples)
        .fillNormal(z.data(), z.size());
    const Eigen::ArrayXf mean = posterior.mean.row(dimension);
    const Eigen::ArrayXf sigma = (posterior.logVariance.row(dimension).array() * 0.5F).exp();
    for (Index draw = 0; draw < draws; ++draw) {
        auto part = z.segment(draw * images, images);
        part = mean + sigma * part;
    }
    return z;
}

void histogram(const Eigen::ArrayXf& samples, AggregatePosterior& result, Index dimension) {
    const float width = (result.high - result.low) / static_cast<float>(kHistogramBins);
    const float each = 1 / (static_cast<float>(samples.size()) * width);
    for (const float z : samples) {
        const float place = std::floor((z - result.low) / width);
        if (place >= 0 && place < static_cast<float>(kHistogramBins))
            result.density(static_cast<Index>(place), dimension) += each;
    }
}

} // namespace

double distanceFromNormal(const Eigen::Ref<const Eigen::ArrayXf>& sorted) {
    double sum = 0;
    const auto n = static_cast<double>(sorted.size());
    for (Index i = 0; i < sorted.size(); ++i)
        sum +=
            std::abs(static_cast<double>(sorted[i]) - inverseGaussianCdf((static_cast<double>(i) + 0.5) / n));
    return sum / n;
}

AggregatePosterior aggregatePosterior(const Posterior& posterior, std::uint64_t seed, ThreadTeam& team,
                                      const Progress& progress) {
    const Index latentSize = posterior.mean.rows();
    AggregatePosterior result;
    result.density = Matrix::Zero(kHistogramBins, latentSize);
    result.wasserstein = Vector::Zero(latentSize);
    if (posterior.mean.cols() == 0) return result;
    inParallel(team, static_cast<int>(latentSize), progress, [&](int dimension, int) {
        Eigen::ArrayXf samples = samplesOf(posterior, dimension, seed);
        histogram(samples, result, dimension);
        std::sort(samples.begin(), samples.end());
        result.wasserstein[dimension] = static_cast<float>(distanceFromNormal(samples));
    });
    return result;
}

} // namespace latent
