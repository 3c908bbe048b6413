// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/flat_vector.h"
#include "core/model/network.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace latent::test {

/// A small network with weights, and a workspace filled with images and noise: all that a loss needs.
template <class S>
struct Bench {
    Bench(const Architecture& architecture, const Objective& asked, Index batch, std::uint64_t seed = 3)
        : network(architecture)
        , objective(asked)
        , work(network.workspace(batch))
        , weights(static_cast<std::size_t>(network.weightCount()))
        , gradient(weights.size()) {
        work.batch = batch;
        Random random(seed, Stream::Data);
        network.initialise(weights.data(), seed, Vector::Constant(architecture.shape.pixels(), 0.4F));
        // Biases away from 0, so that no ReLU sits on its corner.
        for (S& weight : weights) weight += static_cast<S>(0.1 * (random.uniform() - 0.5));
        work.input = work.target;
        for (MatrixOf<S>* images : {&work.target.byImage, &work.input.byImage}) {
            for (S& value : images->reshaped()) value = static_cast<S>(random.uniform());
        }
        random.fillNormal(work.noise.data(), work.noise.size());
        work.corrupted = objective.corruption.kind != Corruption::Kind::None;
    }

    /// The training loss of the whole batch, in shards of `columns`, a multiple of kLaneGroup; leaves the
    /// activations' gradients.
    double loss(Index columns) {
        const Index latentSize = network.architecture().latent;
        const auto forEachShard = [&](auto shard) {
            for (Index first = 0; first < work.batch; first += columns)
                shard(first, std::min(columns, work.batch - first));
        };
        if (couplesBatch(objective)) {
            forEachShard([&](Index first, Index count) {
                network.forward(weights.data(), work, objective, first, count);
            });
            const BatchMeans means = batchMeans();
            work.scales = gradientScales<S>(objective, latentSize, work.batch, &means);
            if (objective.likelihood.kind == Likelihood::Kind::Sigma)
                objective.likelihood.deviation = static_cast<float>(optimalDeviation(means.squaredError));
            forEachShard([&](Index first, Index count) {
                network.backward(weights.data(), work, objective, first, count);
            });
        } else {
            work.scales = gradientScales<S>(objective, latentSize, work.batch);
            forEachShard([&](Index first, Index count) {
                network.forwardBackward(weights.data(), work, objective, first, count);
            });
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

    /// Of what the last forward pass has left.
    BatchMeans batchMeans() const {
        const Index latentSize = network.architecture().latent;
        const auto count = static_cast<double>(work.batch);
        const MatrixOf<double> m =
            work.statistics.topLeftCorner(latentSize, work.batch).template cast<double>();
        const MatrixOf<double> s =
            work.statistics.bottomLeftCorner(latentSize, work.batch).template cast<double>();
        const double sum = std::accumulate(work.sums.begin(), work.sums.begin() + work.batch, 0.0);
        return {.squaredError = sum / (count * static_cast<double>(network.architecture().shape.pixels())),
                .kl = 0.5 * (m.array().square() + s.array().exp() - 1 - s.array()).rowwise().sum() / count};
    }

    /// Overwrites gradient; after loss().
    void weightGradients() {
        for (const auto& task : network.gradientTasks()) {
            const auto [ofWeights, ofBiases] = network.weightsOf(task);
            network.weightGradient(work, task, gradient.data() + ofWeights.begin,
                                   gradient.data() + ofBiases.begin);
        }
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
