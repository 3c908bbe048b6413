// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/batch_pass.h"

#include "core/data/batch.h"
#include "core/train/corruption.h"
#include "core/train/model_inputs.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace latent {
namespace {

constexpr Index kBlock = kLaneGroup; // images that share random numbers and sums, however a batch is split
constexpr double kDeviationMemory = 0.99; // a set's σ² is looked for over about 100 batches

/// One a thread: a wide shard reads the weights, which may not fit the cache, fewer times. At least two, so
/// that one thread can leave the other half to a second.
Index shardsFor(int threads) {
    return std::max(threads, 2);
}

std::span<const std::uint32_t> blockOf(std::span<const std::uint32_t> images, Index first) {
    const auto at = static_cast<std::size_t>(first);
    return images.subspan(at, std::min(static_cast<std::size_t>(kBlock), images.size() - at));
}

// A running mean of σ²; the first batch is all that is known at first.
float remembered(float deviation, double ofBatch, std::int64_t step) {
    const double memory =
        std::min(kDeviationMemory, static_cast<double>(step) / static_cast<double>(step + 1));
    const double before = static_cast<double>(deviation);
    return static_cast<float>(std::sqrt(memory * before * before + (1 - memory) * ofBatch * ofBatch));
}

} // namespace

BatchPass::BatchPass(const ImageDataset& dataset, const Configuration& configuration, Index maxBatch)
    : m_dataset(dataset)
    , m_seed(configuration.training.seed)
    , m_network(configuration.architecture)
    , m_work(m_network.workspace(maxBatch, shardsFor(configuration.training.threads)))
    , m_blocks(static_cast<std::size_t>(paddedToLanes(maxBatch) / kBlock))
    , m_posterior(configuration.architecture.latent) {}

template <class Work>
void BatchPass::forEachShard(ThreadTeam& team, Work work) {
    team.run(static_cast<int>(m_work.used().shards), [&](int shard, int) { work(Index{shard}); });
}

LossTerms BatchPass::run(Model& model, const Objective& annealed, std::span<const std::uint32_t> images,
                         std::int64_t step, ThreadTeam& team) {
    const float* const weights = model.weights.data();
    m_work.batch = static_cast<Index>(images.size());
    m_work.corrupted = annealed.corruption.kind != Corruption::Kind::None;
    if (m_work.corrupted && m_work.input.byImage.size() == 0) m_work.input = m_work.target;
    if (couplesBatch(annealed)) {
        forEachShard(team, [&](Index shard) {
            fill(annealed, images, step, shard);
            m_network.forward(weights, m_work, annealed, shard);
            sumBlocks(shard);
        });
        addUp();
        settleScales(model, annealed, step);
        forEachShard(team, [&](Index shard) { m_network.backward(weights, m_work, annealed, shard); });
    } else {
        m_work.scales = gradientScales<float>(annealed, model.architecture.latent, m_work.batch);
        forEachShard(team, [&](Index shard) {
            fill(annealed, images, step, shard);
            m_network.forwardBackward(weights, m_work, annealed, shard);
            sumBlocks(shard);
        });
        addUp();
    }
    const double n = static_cast<double>(m_work.batch);
    const Likelihood& likelihood = model.objective.likelihood;
    return LossTerms::of(natsOf(likelihood, m_reconstruction / n, m_dataset.shape.pixels()),
                         m_posterior.klSum() / n, model.objective.beta);
}

void BatchPass::fill(const Objective& objective, std::span<const std::uint32_t> images, std::int64_t step,
                     Index shard) {
    for (Index at = 0; at < m_work.imagesOf(shard); at += kBlock)
        fillBlock(objective, images, step, shard, at);
}

// at: in the shard.
void BatchPass::fillBlock(const Objective& objective, std::span<const std::uint32_t> images,
                          std::int64_t step, Index shard, Index at) {
    const Index first = m_work.firstOf(shard) + at;
    const std::span<const std::uint32_t> block = blockOf(images, first);
    const Index count = static_cast<Index>(block.size());
    const auto random = [&](Stream purpose) {
        return Random(m_seed, purpose, static_cast<std::uint64_t>(step),
                      static_cast<std::uint64_t>(first / kBlock));
    };
    gather(m_dataset, block, m_work.targetImages(first, count));
    binarise(objective.likelihood, random(Stream::Binarisation), m_work.targetImages(first, count));
    if (m_work.corrupted) {
        corrupt(objective.corruption, m_work.targetImages(first, count), random(Stream::Corruption),
                m_work.inputImages(first, count));
    }
    if (objective.latentNoise) random(Stream::Noise).fillNormal(m_work.noise.columns(shard, at, count));
}

void BatchPass::sumBlocks(Index shard) {
    const Index first = m_work.firstOf(shard);
    for (Index at = 0; at < m_work.imagesOf(shard); at += kBlock) {
        const Index count = std::min(kBlock, m_work.imagesOf(shard) - at);
        BlockSums& sums = m_blocks[static_cast<std::size_t>((first + at) / kBlock)];
        const auto ofImage = m_work.sums.begin() + first + at;
        sums.reconstruction = std::accumulate(ofImage, ofImage + count, 0.0);
        sums.posterior = PosteriorAccumulator(m_work.noise.features());
        sums.posterior.add(m_work.statistics.columns(shard, at, count));
    }
}

void BatchPass::addUp() {
    m_reconstruction = 0;
    m_posterior.decay(0);
    for (Index first = 0; first < m_work.batch; first += kBlock) {
        const BlockSums& sums = m_blocks[static_cast<std::size_t>(first / kBlock)];
        m_reconstruction += sums.reconstruction;
        m_posterior.add(sums.posterior);
    }
}

// Between forward and backward, where the gradients depend on the batch's means.
void BatchPass::settleScales(Model& model, const Objective& annealed, std::int64_t step) {
    const double pixels = static_cast<double>(m_dataset.shape.pixels());
    const BatchMeans means{.squaredError = m_reconstruction / (pixels * static_cast<double>(m_work.batch)),
                           .kl = m_posterior.klMeans()};
    Likelihood& likelihood = model.objective.likelihood;
    if (likelihood.kind == Likelihood::Kind::Sigma)
        likelihood.deviation = remembered(likelihood.deviation, optimalDeviation(means.squaredError), step);
    m_work.scales = gradientScales<float>(annealed, model.architecture.latent, m_work.batch, &means);
}

} // namespace latent
