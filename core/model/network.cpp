// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/network.h"

#include "core/model/network_layout.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace latent {
namespace {

// A gradient task has about this many multiplications per sample: enough to outweigh taking it, few enough
// that two threads finish together.
constexpr Index kTaskCost = 40'000;
// Long tasks begin at whole tiles of a product's rows; tiles have 12 rows or fewer.
constexpr Index kTileRows = 12;

double weightBound(const Layer& layer, Activation activation) {
    return std::visit(
        [&](const auto& any) {
            const auto in = static_cast<double>(any.fanIn());
            if (activation != Activation::Tanh) return 1 / std::sqrt(in);
            return std::sqrt(6 / (in + static_cast<double>(any.fanOut())));
        },
        layer);
}

} // namespace

template <class S>
Network<S>::Network(const Architecture& architecture)
    : m_architecture(architecture) {
    for (const NamedLayer& named : networkLayers(architecture)) m_layers.push_back(named.layer);
    m_weightCount = latent::weightCount(architecture);
    planGradientTasks();
}

template <class S>
void Network<S>::planGradientTasks() {
    for (int index = 0; index < layerCount(); ++index) {
        const Index parts = partsOf(layer(index));
        const Index tasks = std::clamp<Index>(costOf(layer(index)) / kTaskCost, 1, parts);
        const Index unit = parts / tasks >= 2 * kTileRows ? kTileRows : 1;
        const auto border = [&](Index i) { return i == tasks ? parts : parts * i / tasks / unit * unit; };
        for (Index i = 0; i < tasks; ++i)
            m_gradientTasks.push_back({index, border(i), border(i + 1) - border(i)});
    }
    // Tasks of large layers first: the short ones then fill the gap before the barrier.
    std::stable_sort(m_gradientTasks.begin(), m_gradientTasks.end(),
                     [&](const GradientTask& a, const GradientTask& b) {
                         return costOf(layer(a.layer)) > costOf(layer(b.layer));
                     });
}

template <class S>
void Network<S>::initialise(S* weights, std::uint64_t seed, const Vector& trainingMean) const {
    for (int i = 0; i < layerCount(); ++i) {
        const double bound = weightBound(layer(i), m_architecture.activation);
        Random random(seed, Stream::Initialisation, static_cast<std::uint64_t>(i));
        std::visit(
            [&](const auto& any) {
                std::generate_n(weights + any.weightOffset, any.weightCount(),
                                [&] { return static_cast<S>((2.0 * random.uniform() - 1.0) * bound); });
                std::fill_n(weights + any.biasOffset, any.biasCount(), S(0));
            },
            layer(i));
    }
    // Pixels that are always 0 or always 1 would have an infinite logit.
    constexpr double kEdge = 1e-3;
    std::visit(
        [&](const auto& output) {
            const Index biases = output.biasCount();
            const auto perBias = trainingMean.reshaped(biases, trainingMean.size() / biases);
            for (Index i = 0; i < biases; ++i) {
                const double p = std::clamp(perBias.row(i).template cast<double>().mean(), kEdge, 1 - kEdge);
                weights[output.biasOffset + i] = static_cast<S>(std::log(p / (1 - p)));
            }
        },
        layer(outputLayer()));
}

template <class S>
HiddenLayer<S> Network<S>::hiddenLayer(int index, Sharding sharding, Pass pass) const {
    using Layout = typename Activations<S>::Layout;
    const Index features = outputsOf(layer(index));
    const bool backward = pass == Pass::ForwardAndBackward;
    const auto layout = [&](bool byImage) { return backward && byImage ? Layout::Both : Layout::ByFeature; };
    HiddenLayer<S> hidden;
    hidden.y = Activations<S>::zero(features, sharding, layout(wantsInputByImage(layer(index + 1))));
    if (!backward) return hidden;
    hidden.dy = Activations<S>::zero(features, sharding, layout(wantsGradientByImage(layer(index))));
    if (keepsSlopes(m_architecture.activation)) hidden.slopes = ShardedMatrix<S>(features, sharding);
    return hidden;
}

template <class S>
BatchWorkspace<S> Network<S>::workspace(Index maxBatch, Index shards, Pass pass) const {
    using Layout = typename Activations<S>::Layout;
    const Sharding sharding = Sharding::of(maxBatch, shards);
    BatchWorkspace<S> work;
    work.sharding = sharding;
    const Index pixels = m_architecture.shape.pixels();
    const Index latentSize = m_architecture.latent;
    const bool backward = pass == Pass::ForwardAndBackward;
    work.target = Activations<S>::zero(pixels, sharding, Layout::Both);
    work.noise = ShardedMatrix<S>(latentSize, sharding);
    work.statistics = ShardedMatrix<S>(2 * latentSize, sharding);
    work.z = Activations<S>::zero(latentSize, sharding, Layout::Both);
    work.logits = Activations<S>::zero(pixels, sharding, Layout::ByFeature);
    work.sums.resize(static_cast<std::size_t>(sharding.images()));
    for (int i = 0; i < hiddenLayers(); ++i) {
        work.encoder.push_back(hiddenLayer(i, sharding, pass));
        work.decoder.push_back(hiddenLayer(firstDecoderLayer() + i, sharding, pass));
    }
    if (backward) {
        work.dStatistics = Activations<S>::zero(2 * latentSize, sharding, Layout::ByFeature);
        work.dz = work.noise;
    }
    return work;
}

template <class S>
void Network<S>::encode(const S* weights, const ConstMatrixRef<S>& images, MatrixRef<S> statistics) const {
    runLayers(weights, 0, headLayer(), images, [&](const ByFeature<S>& made, Index first, Index count) {
        kernels<S>().transpose(made.data(), made.outerStride(), statistics.rows(), count,
                               statistics.col(first).data(), statistics.outerStride());
    });
}

template <class S>
void Network<S>::decode(const S* weights, const ConstMatrixRef<S>& z, MatrixRef<S> logits) const {
    decodeByFeature(weights, z, [&](const ByFeature<S>& made, Index first, Index count) {
        kernels<S>().transpose(made.data(), made.outerStride(), logits.rows(), count,
                               logits.col(first).data(), logits.outerStride());
    });
}

template <class S>
void Network<S>::runLayer(const S* weights, int index, const ConstByFeatureRef<S>& x, ByFeatureRef<S> y,
                          S* slopes, Index slopesStride) const {
    latent::forward<S>(layer(index), weights, x, y);
    if (index == headLayer() || index == outputLayer()) return;
    kernels<S>().activate({.kind = m_architecture.activation,
                           .rows = y.rows(),
                           .columns = y.cols(),
                           .values = y.data(),
                           .valuesStride = y.outerStride(),
                           .slopes = slopes,
                           .slopesStride = slopesStride});
}

template class Network<float>;
template class Network<double>;

} // namespace latent
