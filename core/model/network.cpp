// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/network.h"

#include "core/model/network_layout.h"
#include "core/model/objective.h"
#include "core/nn/activation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>

namespace latent {
namespace {

constexpr Index kRunTogether = 128; // images that go through encode() and decode() in one piece

// Columns [first, first + count), with the rest of the last lane group.
template <class S>
ByFeatureRef<S> columns(ByFeature<S>& matrix, Index first, Index count) {
    return matrix.middleCols(first, paddedToLanes(count));
}
template <class S>
ConstByFeatureRef<S> columns(const ByFeature<S>& matrix, Index first, Index count) {
    return matrix.middleCols(first, paddedToLanes(count));
}

template <class S>
void fillByFeature(Activations<S>& of, Index first, Index count) {
    kernels<S>().transpose(of.byImage.col(first).data(), of.byImage.outerStride(), count, of.byFeature.rows(),
                           of.byFeature.data() + first, of.byFeature.outerStride());
}
template <class S>
void fillByImage(Activations<S>& of, Index first, Index count) {
    kernels<S>().transpose(of.byFeature.data() + first, of.byFeature.outerStride(), of.byFeature.rows(),
                           count, of.byImage.col(first).data(), of.byImage.outerStride());
}

template <class S>
ByFeature<S> byFeature(Index features, Index maxBatch) {
    return ByFeature<S>::Zero(features, paddedStride(maxBatch));
}
template <class S>
Activations<S> activations(Index features, Index maxBatch) {
    return {byFeature<S>(features, maxBatch), MatrixOf<S>::Zero(paddedStride(features), maxBatch)};
}

// About this many multiplications a sample make one gradient task: enough to outweigh taking it,
// small enough that two threads finish together.
constexpr Index kTaskWeights = 40'000;

} // namespace

template <class S>
Network<S>::Network(const Architecture& architecture)
    : m_architecture(architecture) {
    Index width = architecture.shape.pixels();
    const auto add = [&](Index out) {
        const Index weightOffset = m_weightCount;
        const Index biasOffset = weightOffset + out * width;
        m_layers.push_back({width, out, weightOffset, biasOffset});
        m_weightCount = biasOffset + out;
        width = out;
    };
    for (const int units : architecture.hidden) add(units);
    add(2 * Index{architecture.latent});
    width = architecture.latent;
    for (auto units = architecture.hidden.rbegin(); units != architecture.hidden.rend(); ++units) add(*units);
    add(architecture.shape.pixels());
    assert(m_weightCount == latent::weightCount(architecture));
    planGradientTasks();
}

template <class S>
void Network<S>::planGradientTasks() {
    for (int layer = 0; layer < layerCount(); ++layer) {
        const Linear& linear = m_layers[static_cast<std::size_t>(layer)];
        const Index tasks = std::clamp<Index>(linear.in * linear.out / kTaskWeights, 1, linear.out);
        for (Index i = 0; i < tasks; ++i) {
            const Index first = linear.out * i / tasks;
            m_gradientTasks.push_back({layer, first, linear.out * (i + 1) / tasks - first});
        }
    }
    // Long tasks first: the short ones then fill the gap before the barrier.
    std::stable_sort(m_gradientTasks.begin(), m_gradientTasks.end(),
                     [this](const GradientTask& a, const GradientTask& b) {
                         return a.rows * layer(a.layer).in > b.rows * layer(b.layer).in;
                     });
}

template <class S>
void Network<S>::initialise(S* weights, std::uint64_t seed, const Vector& trainingMean) const {
    for (int i = 0; i < layerCount(); ++i) {
        const Linear& linear = layer(i);
        const double bound = 1 / std::sqrt(static_cast<double>(linear.in));
        Random random(seed, Stream::Initialisation, static_cast<std::uint64_t>(i));
        std::generate_n(weights + linear.weightOffset, linear.in * linear.out,
                        [&] { return static_cast<S>((2.0 * random.uniform() - 1.0) * bound); });
        std::fill_n(weights + linear.biasOffset, linear.out, S(0));
    }
    // Pixels that are always 0 or 1 would have an infinite logit.
    constexpr float kEdge = 1e-3F;
    S* outputBias = weights + layer(outputLayer()).biasOffset;
    for (Index i = 0; i < trainingMean.size(); ++i) {
        const float p = std::clamp(trainingMean[i], kEdge, 1 - kEdge);
        outputBias[i] = static_cast<S>(std::log(p / (1 - p)));
    }
}

template <class S>
BatchWorkspace<S> Network<S>::workspace(Index maxBatch, Pass pass) const {
    BatchWorkspace<S> work;
    const Index pixels = m_architecture.shape.pixels();
    const Index latentSize = m_architecture.latent;
    const bool backward = pass == Pass::ForwardAndBackward;
    work.target = activations<S>(pixels, maxBatch);
    if (backward) work.input = activations<S>(pixels, maxBatch);
    work.noise = byFeature<S>(latentSize, maxBatch);
    work.statistics = byFeature<S>(2 * latentSize, maxBatch);
    work.z = activations<S>(latentSize, maxBatch);
    work.logits = byFeature<S>(pixels, maxBatch);
    work.nats.resize(static_cast<std::size_t>(paddedToLanes(maxBatch)));
    for (int i = 0; i < hiddenLayers(); ++i) {
        work.encoder.push_back(activations<S>(layer(i).out, maxBatch));
        work.decoder.push_back(activations<S>(layer(firstDecoderLayer() + i).out, maxBatch));
        if (!backward) continue;
        work.dEncoder.push_back(byFeature<S>(layer(i).out, maxBatch));
        work.dDecoder.push_back(byFeature<S>(layer(firstDecoderLayer() + i).out, maxBatch));
    }
    if (backward) {
        work.dStatistics = byFeature<S>(2 * latentSize, maxBatch);
        work.dz = byFeature<S>(latentSize, maxBatch);
    }
    return work;
}

template <class S>
void Network<S>::encode(const S* weights, const ConstMatrixRef<S>& images, MatrixRef<S> statistics) const {
    runLayers(weights, 0, headLayer(), images, statistics);
}

template <class S>
void Network<S>::decode(const S* weights, const ConstMatrixRef<S>& z, MatrixRef<S> logits) const {
    runLayers(weights, firstDecoderLayer(), outputLayer(), z, logits);
}

// x, y by image; ReLU after all layers but the last.
template <class S>
void Network<S>::runLayers(const S* weights, int firstLayer, int lastLayer, const ConstMatrixRef<S>& x,
                           MatrixRef<S> y) const {
    Index width = layer(firstLayer).in;
    for (int i = firstLayer; i <= lastLayer; ++i) width = std::max(width, layer(i).out);
    const Index together = std::min(kRunTogether, x.cols());
    ByFeature<S> from = byFeature<S>(width, together);
    ByFeature<S> to = byFeature<S>(width, together);
    for (Index first = 0; first < x.cols(); first += together) {
        const Index count = std::min(together, x.cols() - first);
        kernels<S>().transpose(x.col(first).data(), x.outerStride(), count, x.rows(), from.data(),
                               from.outerStride());
        for (int i = firstLayer; i <= lastLayer; ++i) {
            const Linear& linear = layer(i);
            ByFeatureRef<S> out = to.topLeftCorner(linear.out, paddedToLanes(count));
            linear.template forward<S>(weights, from.topLeftCorner(linear.in, out.cols()), out);
            if (i < lastLayer) Relu::forward<S>(out);
            std::swap(from, to);
        }
        kernels<S>().transpose(from.data(), from.outerStride(), y.rows(), count, y.col(first).data(),
                               y.outerStride());
    }
}

template <class S>
double Network<S>::forward(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                           Index count) const {
    toLogits(weights, work, objective, first, count);
    return reconstruction(work, first, count, false);
}

template <class S>
double Network<S>::forwardBackward(const S* weights, BatchWorkspace<S>& work, const Objective& objective,
                                   Index first, Index count) const {
    toLogits(weights, work, objective, first, count);
    const double nats = reconstruction(work, first, count, true);
    backward(weights, work, objective, first, count);
    return nats;
}

template <class S>
void Network<S>::toLogits(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                          Index count) const {
    assert(first % kLaneGroup == 0);
    fillByFeature(work.target, first, count);
    if (work.corrupted) fillByFeature(work.input, first, count);
    const auto part = [&](const ByFeature<S>& matrix) { return columns(matrix, first, count); };
    const auto hidden = [&](int index, const ByFeature<S>& x, Activations<S>& y) {
        ByFeatureRef<S> to = columns(y.byFeature, first, count);
        layer(index).template forward<S>(weights, part(x), to);
        Relu::forward<S>(to);
        fillByImage(y, first, count);
    };
    const ByFeature<S>* x = &work.encoderInput().byFeature;
    for (std::size_t i = 0; i < work.encoder.size(); ++i) {
        hidden(static_cast<int>(i), *x, work.encoder[i]);
        x = &work.encoder[i].byFeature;
    }
    layer(headLayer()).template forward<S>(weights, part(*x), columns(work.statistics, first, count));
    sampleForward<S>(part(work.statistics), part(work.noise), objective.latentNoise,
                     columns(work.z.byFeature, first, count));
    fillByImage(work.z, first, count);
    x = &work.z.byFeature;
    for (std::size_t i = 0; i < work.decoder.size(); ++i) {
        hidden(firstDecoderLayer() + static_cast<int>(i), *x, work.decoder[i]);
        x = &work.decoder[i].byFeature;
    }
    layer(outputLayer()).template forward<S>(weights, part(*x), columns(work.logits, first, count));
}

template <class S>
double Network<S>::reconstruction(BatchWorkspace<S>& work, Index first, Index count, bool gradient) const {
    double* const nats = work.nats.data() + first;
    kernels<S>().bernoulli({.target = work.target.byFeature.data() + first,
                            .logits = work.logits.data() + first,
                            .features = work.logits.rows(),
                            .columns = paddedToLanes(count),
                            .stride = work.logits.outerStride(),
                            .gradient = gradient,
                            .scale = S(1) / static_cast<S>(std::max<Index>(work.batch, 1)),
                            .nats = nats});
    return std::accumulate(nats, nats + count, 0.0);
}

template <class S>
void Network<S>::backward(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                          Index count) const {
    const auto part = [&](const ByFeature<S>& matrix) { return columns(matrix, first, count); };
    const ByFeature<S>* dy = &work.logits;
    int above = outputLayer();
    for (std::size_t i = work.decoder.size(); i-- > 0; --above) {
        ByFeatureRef<S> dx = columns(work.dDecoder[i], first, count);
        layer(above).template backwardInput<S>(weights, part(*dy), dx);
        Relu::backward<S>(part(work.decoder[i].byFeature), dx);
        dy = &work.dDecoder[i];
    }
    layer(above).template backwardInput<S>(weights, part(*dy), columns(work.dz, first, count));
    const S klScale = static_cast<S>(objective.beta) / static_cast<S>(work.batch);
    sampleAndKlBackward<S>(part(work.statistics), part(work.noise), objective.latentNoise, part(work.dz),
                           klScale, columns(work.dStatistics, first, count));
    dy = &work.dStatistics;
    above = headLayer();
    // The images' own gradient is not needed: the first layer has weights only.
    for (std::size_t i = work.encoder.size(); i-- > 0; --above) {
        ByFeatureRef<S> dx = columns(work.dEncoder[i], first, count);
        layer(above).template backwardInput<S>(weights, part(*dy), dx);
        Relu::backward<S>(part(work.encoder[i].byFeature), dx);
        dy = &work.dEncoder[i];
    }
}

template <class S>
void Network<S>::weightGradient(const BatchWorkspace<S>& work, const GradientTask& task, S* gradient) const {
    const auto inputOf = [&](const Activations<S>& start, const std::vector<Activations<S>>& hidden,
                             int index) -> const Activations<S>& {
        return index == 0 ? start : hidden[static_cast<std::size_t>(index - 1)];
    };
    const int index = task.layer;
    const bool inEncoder = index <= headLayer();
    const Activations<S>& x = inEncoder ? inputOf(work.encoderInput(), work.encoder, index)
                                        : inputOf(work.z, work.decoder, index - firstDecoderLayer());
    const ByFeature<S>& dy = index == headLayer()     ? work.dStatistics
                             : index == outputLayer() ? work.logits
                             : inEncoder
                                 ? work.dEncoder[static_cast<std::size_t>(index)]
                                 : work.dDecoder[static_cast<std::size_t>(index - firstDecoderLayer())];
    layer(index).template backwardWeights<S>(x.byImage.topLeftCorner(layer(index).in, work.batch),
                                             dy.leftCols(work.batch), gradient, task.firstRow, task.rows);
}

template class Network<float>;
template class Network<double>;

} // namespace latent
