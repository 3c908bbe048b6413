// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/flat_vector.h"
#include "core/model/network.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace latent::test {

/// A small network with weights, and a workspace filled with images and noise: everything needed for a loss.
template <class S>
struct Bench {
    Bench(const Architecture& architecture, const Objective& asked, Index batch, Index shards = 1)
        : network(architecture)
        , objective(asked)
        , work(network.workspace(batch, shards))
        , weights(static_cast<std::size_t>(network.weightCount()))
        , gradient(weights.size()) {
        work.batch = batch;
        Random random(3, Stream::Data);
        network.initialise(weights.data(), 3, Vector::Constant(architecture.shape.pixels(), 0.4F));
        // Biases away from 0, so that no ReLU is at its kink.
        for (S& weight : weights) weight += static_cast<S>(0.1 * (random.uniform() - 0.5));
        work.input = work.target;
        for (MatrixRef<S> images : {work.targetImages(0, batch), work.inputImages(0, batch)}) {
            for (S& value : images.reshaped()) value = static_cast<S>(random.uniform());
        }
        MatrixOf<S> noise(architecture.latent, batch);
        random.fillNormal(noise.data(), noise.size());
        setNoise(noise);
        work.corrupted = objective.corruption.kind != Corruption::Kind::None;
    }

    /// [latent, batch]
    void setNoise(const MatrixOf<S>& noise) {
        forEachShard([&](Index shard) {
            const Index count = work.imagesOf(shard);
            work.noise.columns(shard, 0, count) = noise.middleCols(work.firstOf(shard), count);
        });
    }
    /// [features, batch]
    MatrixOf<S> ofImages(const ShardedMatrix<S>& matrix) const {
        MatrixOf<S> all(matrix.features(), work.batch);
        for (Index shard = 0; shard < work.used().shards; ++shard) {
            const Index count = work.imagesOf(shard);
            all.middleCols(work.firstOf(shard), count) = matrix.columns(shard, 0, count);
        }
        return all;
    }

    /// The training loss of the whole batch; stores the activations' gradients.
    double loss() {
        const Index latentSize = network.architecture().latent;
        if (couplesBatch(objective)) {
            forEachShard([&](Index shard) { network.forward(weights.data(), work, objective, shard); });
            const BatchMeans means = batchMeans();
            work.scales = gradientScales<S>(objective, latentSize, work.batch, &means);
            if (objective.likelihood.kind == Likelihood::Kind::Sigma)
                objective.likelihood.deviation = static_cast<float>(optimalDeviation(means.squaredError));
            forEachShard([&](Index shard) { network.backward(weights.data(), work, objective, shard); });
        } else {
            work.scales = gradientScales<S>(objective, latentSize, work.batch);
            forEachShard(
                [&](Index shard) { network.forwardBackward(weights.data(), work, objective, shard); });
        }
        const BatchMeans means = batchMeans();
        const double pixels = static_cast<double>(network.architecture().shape.pixels());
        reconstruction = means.squaredError * pixels;
        if (objective.likelihood.kind == Likelihood::Kind::Sigma) {
            // Not by natsOf(): its float σ is too coarse for differences.
            const double sigma = optimalDeviation(means.squaredError);
            reconstruction = reconstruction / (2 * sigma * sigma) +
                             pixels * (std::log(sigma) + 0.5 * std::log(2 * std::numbers::pi));
        } else {
            reconstruction =
                natsOf(objective.likelihood, reconstruction, network.architecture().shape.pixels());
        }
        kl = means.kl.sum();
        double pulled = 0;
        for (const double nats : means.kl) pulled += std::max(nats, static_cast<double>(objective.freeBits));
        return reconstruction + static_cast<double>(objective.beta) * pulled;
    }

    /// Means of the last forward pass.
    BatchMeans batchMeans() const {
        const Index latentSize = network.architecture().latent;
        const auto count = static_cast<double>(work.batch);
        const MatrixOf<double> both = ofImages(work.statistics).template cast<double>();
        const auto m = both.topRows(latentSize);
        const auto s = both.bottomRows(latentSize);
        const double sum = std::accumulate(work.sums.begin(), work.sums.begin() + work.batch, 0.0);
        return {.squaredError = sum / (count * static_cast<double>(network.architecture().shape.pixels())),
                .kl = 0.5 * (m.array().square() + s.array().exp() - 1 - s.array()).rowwise().sum() / count};
    }

    /// Overwrites gradient; returns the sum of its squares. Call after loss().
    S weightGradients() {
        S squares = 0;
        for (const auto& task : network.gradientTasks()) {
            const auto [ofWeights, ofBiases] = network.weightsOf(task);
            squares += network.weightGradient(work, task, gradient.data() + ofWeights.begin,
                                              gradient.data() + ofBiases.begin);
        }
        return squares;
    }

    template <class Work>
    void forEachShard(Work each) {
        for (Index shard = 0; shard < work.used().shards; ++shard) each(shard);
    }

    Network<S> network;
    Objective objective;
    BatchWorkspace<S> work;
    FlatVector<S> weights;
    FlatVector<S> gradient;
    double reconstruction = 0;
    double kl = 0;
};

} // namespace latent::test
