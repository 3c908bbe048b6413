// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/flat_vector.h"
#include "core/model/network.h"

#include <algorithm>

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
        for (MatrixOf<S>* images : {&work.target.byImage, &work.input.byImage}) {
            for (S& value : images->reshaped()) value = static_cast<S>(random.uniform());
        }
        random.fillNormal(work.noise.data(), work.noise.size());
        work.corrupted = objective.corruption.kind != Corruption::Kind::None;
    }

    /// The training loss of the whole batch, in shards of `columns`, a multiple of kLaneGroup; leaves the
    /// activations' gradients.
    double loss(Index columns) {
        double nats = 0;
        for (Index first = 0; first < work.batch; first += columns) {
            nats += network.forwardBackward(weights.data(), work, objective, first,
                                            std::min(columns, work.batch - first));
        }
        const Index latentSize = network.architecture().latent;
        const MatrixOf<double> m =
            work.statistics.topLeftCorner(latentSize, work.batch).template cast<double>();
        const MatrixOf<double> s =
            work.statistics.bottomLeftCorner(latentSize, work.batch).template cast<double>();
        reconstruction = nats / static_cast<double>(work.batch);
        kl = 0.5 * (m.array().square() + s.array().exp() - 1 - s.array()).sum() /
             static_cast<double>(work.batch);
        return reconstruction + static_cast<double>(objective.beta) * kl;
    }

    /// Overwrites gradient; after loss().
    void weightGradients() {
        for (const auto& task : network.gradientTasks()) network.weightGradient(work, task, gradient.data());
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
