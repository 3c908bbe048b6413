// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/network.h"

#include "core/model/network_layout.h"
#include "core/model/objective.h"
#include "core/nn/activation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace latent {
namespace {

// Columns [first, first + count) of a matrix, without a copy.
template <class S>
MatrixRef<S> columns(MatrixOf<S>& matrix, Index first, Index count) {
    return matrix.middleCols(first, count);
}
template <class S>
ConstMatrixRef<S> columns(const MatrixOf<S>& matrix, Index first, Index count) {
    return matrix.middleCols(first, count);
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
BatchWorkspace<S> Network<S>::workspace(Index maxBatch) const {
    BatchWorkspace<S> work;
    const Index pixels = m_architecture.shape.pixels();
    const Index latentSize = m_architecture.latent;
    work.target.resize(pixels, maxBatch);
    work.input.resize(pixels, maxBatch);
    work.noise.resize(latentSize, maxBatch);
    work.statistics.resize(2 * latentSize, maxBatch);
    work.z.resize(latentSize, maxBatch);
    work.logits.resize(pixels, maxBatch);
    work.dStatistics.resize(2 * latentSize, maxBatch);
    work.dz.resize(latentSize, maxBatch);
    for (int i = 0; i < hiddenLayers(); ++i) {
        work.encoder.emplace_back(layer(i).out, maxBatch);
        work.dEncoder.emplace_back(layer(i).out, maxBatch);
        work.decoder.emplace_back(layer(firstDecoderLayer() + i).out, maxBatch);
        work.dDecoder.emplace_back(layer(firstDecoderLayer() + i).out, maxBatch);
    }
    return work;
}

template <class S>
void Network<S>::encode(const S* weights, const ConstMatrixRef<S>& images, MatrixRef<S> statistics) const {
    MatrixOf<S> previous;
    for (int i = 0; i < hiddenLayers(); ++i) {
        MatrixOf<S> next(layer(i).out, images.cols());
        layer(i).template forward<S>(weights, i == 0 ? images : ConstMatrixRef<S>(previous), next);
        Relu::forward<S>(next);
        previous = std::move(next);
    }
    layer(headLayer())
        .template forward<S>(weights, hiddenLayers() == 0 ? images : ConstMatrixRef<S>(previous), statistics);
}

template <class S>
void Network<S>::decode(const S* weights, const ConstMatrixRef<S>& z, MatrixRef<S> logits) const {
    MatrixOf<S> previous;
    for (int i = 0; i < hiddenLayers(); ++i) {
        const Linear& linear = layer(firstDecoderLayer() + i);
        MatrixOf<S> next(linear.out, z.cols());
        linear.template forward<S>(weights, i == 0 ? z : ConstMatrixRef<S>(previous), next);
        Relu::forward<S>(next);
        previous = std::move(next);
    }
    layer(outputLayer())
        .template forward<S>(weights, hiddenLayers() == 0 ? z : ConstMatrixRef<S>(previous), logits);
}

template <class S>
double Network<S>::forwardBackward(const S* weights, BatchWorkspace<S>& work, const Objective& objective,
                                   Index first, Index count) const {
    forward(weights, work, objective, first, count);
    const S perImage = S(1) / static_cast<S>(work.batch);
    const double nats = bernoulliForwardBackward<S>(columns(std::as_const(work.target), first, count),
                                                    columns(work.logits, first, count), perImage);
    backward(weights, work, objective, first, count);
    return nats;
}

template <class S>
void Network<S>::forward(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                         Index count) const {
    const auto part = [&](const MatrixOf<S>& matrix) { return columns(matrix, first, count); };
    const MatrixOf<S>* x = &work.encoderInput();
    for (std::size_t i = 0; i < work.encoder.size(); ++i) {
        MatrixRef<S> y = columns(work.encoder[i], first, count);
        layer(static_cast<int>(i)).template forward<S>(weights, part(*x), y);
        Relu::forward<S>(y);
        x = &work.encoder[i];
    }
    layer(headLayer()).template forward<S>(weights, part(*x), columns(work.statistics, first, count));
    sampleForward<S>(part(work.statistics), part(work.noise), objective.latentNoise,
                     columns(work.z, first, count));
    x = &work.z;
    for (std::size_t i = 0; i < work.decoder.size(); ++i) {
        MatrixRef<S> y = columns(work.decoder[i], first, count);
        layer(firstDecoderLayer() + static_cast<int>(i)).template forward<S>(weights, part(*x), y);
        Relu::forward<S>(y);
        x = &work.decoder[i];
    }
    layer(outputLayer()).template forward<S>(weights, part(*x), columns(work.logits, first, count));
}

template <class S>
void Network<S>::backward(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                          Index count) const {
    const auto part = [&](const MatrixOf<S>& matrix) { return columns(matrix, first, count); };
    const MatrixOf<S>* dy = &work.logits;
    int above = outputLayer();
    for (std::size_t i = work.decoder.size(); i-- > 0; --above) {
        MatrixRef<S> dx = columns(work.dDecoder[i], first, count);
        layer(above).template backwardInput<S>(weights, part(*dy), dx);
        Relu::backward<S>(part(work.decoder[i]), dx);
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
        MatrixRef<S> dx = columns(work.dEncoder[i], first, count);
        layer(above).template backwardInput<S>(weights, part(*dy), dx);
        Relu::backward<S>(part(work.encoder[i]), dx);
        dy = &work.dEncoder[i];
    }
}

template <class S>
void Network<S>::weightGradient(const BatchWorkspace<S>& work, const GradientTask& task, S* gradient) const {
    const auto whole = [&](const MatrixOf<S>& matrix) { return columns(matrix, 0, work.batch); };
    const auto inputOf = [&](const MatrixOf<S>& start, const std::vector<MatrixOf<S>>& hidden,
                             int index) -> const MatrixOf<S>& {
        return index == 0 ? start : hidden[static_cast<std::size_t>(index - 1)];
    };
    const int index = task.layer;
    const bool inEncoder = index <= headLayer();
    const MatrixOf<S>& x = inEncoder ? inputOf(work.encoderInput(), work.encoder, index)
                                     : inputOf(work.z, work.decoder, index - firstDecoderLayer());
    const MatrixOf<S>& dy = index == headLayer()     ? work.dStatistics
                            : index == outputLayer() ? work.logits
                            : inEncoder
                                ? work.dEncoder[static_cast<std::size_t>(index)]
                                : work.dDecoder[static_cast<std::size_t>(index - firstDecoderLayer())];
    layer(index).template backwardWeights<S>(whole(x), whole(dy), gradient, task.firstRow, task.rows);
}

template class Network<float>;
template class Network<double>;

} // namespace latent
