// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/test_scores.h"

#include <algorithm>

namespace latent {
namespace {

constexpr Index kChunk = 256; // evaluate()'s, so that the draws are the same

// z = m + σ e, or m without noise. [latent, n]
Matrix sampleOf(const SeenImages& seen, const Posterior& posterior, int chunk) {
    if (!seen.model.objective.latentNoise) return posterior.mean;
    ByFeature<float> noise(posterior.mean.rows(), posterior.mean.cols());
    Random(seen.seed, Stream::Evaluation, static_cast<std::uint64_t>(chunk)).fillNormal(noise);
    return posterior.mean + posterior.sigma().cwiseProduct(noise);
}

double squaredErrorOf(const Likelihood& likelihood, const Matrix& images, const Matrix& logits) {
    return static_cast<double>((meansOf(likelihood, logits) - images).squaredNorm());
}

struct ChunkErrors {
    double ofMean = 0;
    double ofSample = 0;
};

} // namespace

TestScores scoreImages(SeenImages& seen, ThreadTeam& team, const Progress& progress) {
    const Index count = seen.count();
    const Index latentSize = seen.model.architecture.latent;
    TestScores scores{.reconstruction = Eigen::ArrayXd(count), .kl = Eigen::ArrayXd(count)};
    seen.posterior = {Matrix(latentSize, count), Matrix(latentSize, count)};
    const int chunks = tasksOf(count, kChunk);
    std::vector<ChunkErrors> errors(static_cast<std::size_t>(chunks));
    inParallel(team, chunks, progress, [&](int chunk, int) {
        const Index first = chunk * kChunk;
        const Index columns = std::min(kChunk, count - first);
        const Matrix x = seen.pixels(first, columns);
        const Posterior posterior = encode(seen.model, x);
        seen.posterior.mean.middleCols(first, columns) = posterior.mean;
        seen.posterior.logVariance.middleCols(first, columns) = posterior.logVariance;
        scores.kl.segment(first, columns) =
            klPerDimension(posterior).cast<double>().colwise().sum().transpose().array();
        const Matrix logits = decodeLogits(seen.model, sampleOf(seen, posterior, chunk));
        scores.reconstruction.segment(first, columns) =
            reconstructionNats(seen.likelihood(), x, logits).cast<double>().array();
        ChunkErrors& error = errors[static_cast<std::size_t>(chunk)];
        error.ofSample = squaredErrorOf(seen.likelihood(), x, logits);
        error.ofMean = seen.model.objective.latentNoise
                           ? squaredErrorOf(seen.likelihood(), x, decodeLogits(seen.model, posterior.mean))
                           : error.ofSample;
    });
    for (const ChunkErrors& error : errors) {
        scores.squaredErrorOfMean += error.ofMean;
        scores.squaredErrorOfSample += error.ofSample;
    }
    const double values = static_cast<double>(std::max<Index>(count, 1) * seen.dataset.shape.pixels());
    scores.squaredErrorOfMean /= values;
    scores.squaredErrorOfSample /= values;
    return scores;
}

} // namespace latent
