// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/network.h"

#include <cassert>

// A batch's way through a network, there and back.
namespace latent {
namespace {

// Columns [first, first + count), with the rest of the last lane group.
template <class S>
ByFeatureRef<S> columns(ByFeature<S>& matrix, Index first, Index count) {
    return matrix.middleCols(first, paddedToLanes(count));
}
template <class S>
ConstByFeatureRef<S> columns(const ByFeature<S>& matrix, Index first, Index count) {
    return matrix.middleCols(first, paddedToLanes(count));
}

} // namespace

template <class S>
void Network<S>::forward(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                         Index count) const {
    toLogits(weights, work, objective, first, count);
    reconstruct(work, objective, first, count, false);
}

template <class S>
void Network<S>::backward(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                          Index count) const {
    reconstruct(work, objective, first, count, true);
    backwardFromLogits(weights, work, objective, first, count);
}

template <class S>
void Network<S>::forwardBackward(const S* weights, BatchWorkspace<S>& work, const Objective& objective,
                                 Index first, Index count) const {
    toLogits(weights, work, objective, first, count);
    backward(weights, work, objective, first, count);
}

template <class S>
void Network<S>::toLogits(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                          Index count) const {
    assert(first % kLaneGroup == 0);
    work.target.fillByFeature(first, count);
    if (work.corrupted) work.input.fillByFeature(first, count);
    const auto part = [&](auto& matrix) { return columns(matrix, first, count); };
    const auto through = [&](int index, const ByFeature<S>& x, std::vector<HiddenLayer<S>>& layers) {
        const ByFeature<S>* from = &x;
        for (HiddenLayer<S>& hidden : layers) {
            runLayer(weights, index++, part(*from), part(hidden.y.byFeature), &hidden.slopes, first);
            hidden.y.fillByImage(first, count);
            from = &hidden.y.byFeature;
        }
        return from;
    };
    const ByFeature<S>* x = through(0, work.encoderInput().byFeature, work.encoder);
    runLayer(weights, headLayer(), part(*x), part(work.statistics));
    sampleForward<S>(part(work.statistics), part(work.noise), objective.latentNoise, part(work.z.byFeature));
    work.z.fillByImage(first, count);
    x = through(firstDecoderLayer(), work.z.byFeature, work.decoder);
    runLayer(weights, outputLayer(), part(*x), part(work.logits.byFeature));
}

template <class S>
void Network<S>::reconstruct(BatchWorkspace<S>& work, const Objective& objective, Index first, Index count,
                             bool gradient) const {
    ByFeature<S>& logits = work.logits.byFeature;
    kernels<S>().reconstruction({.term = pixelTermOf(objective.likelihood),
                                 .target = work.target.byFeature.data() + first,
                                 .logits = logits.data() + first,
                                 .features = logits.rows(),
                                 .columns = paddedToLanes(count),
                                 .stride = logits.outerStride(),
                                 .gradient = gradient,
                                 .scale = work.scales.reconstruction,
                                 .nats = work.sums.data() + first});
}

// hidden.dy: from the gradient of the activation's result to that of its input.
template <class S>
void Network<S>::throughActivation(HiddenLayer<S>& hidden, Index first, Index count) const {
    ByFeature<S>& y = hidden.y.byFeature;
    ByFeature<S>& dy = hidden.dy.byFeature;
    ActivationStep<S> step{.kind = m_architecture.activation,
                           .rows = y.rows(),
                           .columns = paddedToLanes(count),
                           .values = y.data() + first,
                           .valuesStride = y.outerStride(),
                           .gradient = dy.data() + first,
                           .gradientStride = dy.outerStride()};
    if (hidden.slopes.size() > 0) {
        step.slopes = hidden.slopes.data() + first;
        step.slopesStride = hidden.slopes.outerStride();
    }
    kernels<S>().activateBackward(step);
    hidden.dy.fillByImage(first, count);
}

template <class S>
void Network<S>::backwardFromLogits(const S* weights, BatchWorkspace<S>& work, const Objective& objective,
                                    Index first, Index count) const {
    const auto part = [&](auto& matrix) { return columns(matrix, first, count); };
    // From the layer above the hidden ones to the gradient of the lowest one's result.
    const auto through = [&](int above, const ByFeature<S>& dy, std::vector<HiddenLayer<S>>& layers) {
        const ByFeature<S>* from = &dy;
        for (std::size_t i = layers.size(); i-- > 0; --above) {
            latent::backwardInput<S>(layer(above), weights, part(*from), part(layers[i].dy.byFeature));
            throughActivation(layers[i], first, count);
            from = &layers[i].dy.byFeature;
        }
        return from;
    };
    const ByFeature<S>* dy = through(outputLayer(), work.logits.byFeature, work.decoder);
    latent::backwardInput<S>(layer(firstDecoderLayer()), weights, part(*dy), part(work.dz));
    sampleAndKlBackward<S>(part(work.statistics), part(work.noise), objective.latentNoise, part(work.dz),
                           work.scales.kl, part(work.dStatistics.byFeature));
    // The images' own gradient is not needed: the first layer has weights only.
    through(headLayer(), work.dStatistics.byFeature, work.encoder);
}

template <class S>
void Network<S>::weightGradient(const BatchWorkspace<S>& work, const GradientTask& task, S* weights,
                                S* biases, const std::array<const S*, 3>& next) const {
    const bool inEncoder = task.layer <= headLayer();
    const std::vector<HiddenLayer<S>>& layers = inEncoder ? work.encoder : work.decoder;
    const std::size_t index =
        static_cast<std::size_t>(inEncoder ? task.layer : task.layer - firstDecoderLayer());
    const Activations<S>& x = index > 0 ? layers[index - 1].y : inEncoder ? work.encoderInput() : work.z;
    const Activations<S>& dy = index < layers.size() ? layers[index].dy
                               : inEncoder           ? work.dStatistics
                                                     : work.logits;
    std::visit(
        [&](const auto& any) {
            any.template backwardWeights<S>(x, dy, work.batch, task.firstPart, task.parts, weights, biases,
                                            next);
        },
        layer(task.layer));
}

template <class S>
std::array<WeightRange, 2> Network<S>::weightsOf(const GradientTask& task) const {
    return std::visit(
        [&](const auto& any) {
            return std::array{any.weightsOf(task.firstPart, task.parts),
                              any.biasesOf(task.firstPart, task.parts)};
        },
        layer(task.layer));
}

template class Network<float>;
template class Network<double>;

} // namespace latent
