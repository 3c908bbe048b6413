// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/network.h"

#include <cassert>

// The forward and backward passes of a batch through a network.
namespace latent {

template <class S>
void Network<S>::forward(const S* weights, BatchWorkspace<S>& work, const Objective& objective,
                         Index shard) const {
    toLogits(weights, work, objective, shard);
    reconstruct(work, objective, shard, false);
}

template <class S>
void Network<S>::backward(const S* weights, BatchWorkspace<S>& work, const Objective& objective,
                          Index shard) const {
    reconstruct(work, objective, shard, true);
    backwardFromLogits(weights, work, objective, shard);
    clearUnused(work, shard);
}

template <class S>
void Network<S>::forwardBackward(const S* weights, BatchWorkspace<S>& work, const Objective& objective,
                                 Index shard) const {
    toLogits(weights, work, objective, shard);
    backward(weights, work, objective, shard);
}

template <class S>
void Network<S>::toLogits(const S* weights, BatchWorkspace<S>& work, const Objective& objective,
                          Index shard) const {
    const Index images = work.imagesOf(shard);
    work.target.fillByFeature(shard, images);
    if (work.corrupted) work.input.fillByFeature(shard, images);
    const auto part = [&](auto& matrix) { return matrix.shard(shard, images); };
    const auto through = [&](int index, const ShardedMatrix<S>& x, std::vector<HiddenLayer<S>>& layers) {
        const ShardedMatrix<S>* from = &x;
        for (HiddenLayer<S>& hidden : layers) {
            runLayer(weights, index++, part(*from), part(hidden.y.byFeature), hidden.slopes.data(shard),
                     hidden.slopes.stride());
            hidden.y.fillByImage(shard, images);
            from = &hidden.y.byFeature;
        }
        return from;
    };
    const ShardedMatrix<S>* x = through(0, work.encoderInput().byFeature, work.encoder);
    runLayer(weights, headLayer(), part(*x), part(work.statistics));
    sampleForward<S>(part(work.statistics), part(work.noise), objective.latentNoise, part(work.z.byFeature));
    work.z.fillByImage(shard, images);
    x = through(firstDecoderLayer(), work.z.byFeature, work.decoder);
    runLayer(weights, outputLayer(), part(*x), part(work.logits.byFeature));
}

template <class S>
void Network<S>::reconstruct(BatchWorkspace<S>& work, const Objective& objective, Index shard,
                             bool gradient) const {
    ShardedMatrix<S>& logits = work.logits.byFeature;
    kernels<S>().reconstruction({.term = pixelTermOf(objective.likelihood),
                                 .target = work.target.byFeature.data(shard),
                                 .logits = logits.data(shard),
                                 .features = logits.features(),
                                 .columns = paddedToLanes(work.imagesOf(shard)),
                                 .stride = logits.stride(),
                                 .gradient = gradient,
                                 .scale = work.scales.reconstruction,
                                 .nats = work.sums.data() + work.firstOf(shard)});
}

// hidden.dy: from the gradient of the activation's result to the gradient of its input.
template <class S>
void Network<S>::throughActivation(HiddenLayer<S>& hidden, Index shard, Index images) const {
    ShardedMatrix<S>& y = hidden.y.byFeature;
    ShardedMatrix<S>& dy = hidden.dy.byFeature;
    kernels<S>().activateBackward({.kind = m_architecture.activation,
                                   .rows = y.features(),
                                   .columns = paddedToLanes(images),
                                   .values = y.data(shard),
                                   .valuesStride = y.stride(),
                                   .slopes = hidden.slopes.data(shard),
                                   .slopesStride = hidden.slopes.stride(),
                                   .gradient = dy.data(shard),
                                   .gradientStride = dy.stride()});
    hidden.dy.fillByImage(shard, images);
}

template <class S>
void Network<S>::backwardFromLogits(const S* weights, BatchWorkspace<S>& work, const Objective& objective,
                                    Index shard) const {
    const Index count = work.imagesOf(shard);
    const auto part = [&](auto& matrix) { return matrix.shard(shard, count); };
    // The weight gradients start by reading the images of all shards, some of them from the cache of the core
    // that wrote them. Each product prefetches them, since a later one may evict what an earlier one fetched.
    const MatrixOf<S>& images = work.encoderInput().byImage;
    const Runs<S> later = Runs<S>::of(images.data(), images.size());
    // From the layer above the hidden ones to the gradient of the lowest one's result.
    const auto through = [&](int above, const ShardedMatrix<S>& dy, std::vector<HiddenLayer<S>>& layers) {
        const ShardedMatrix<S>* from = &dy;
        for (std::size_t i = layers.size(); i-- > 0; --above) {
            latent::backwardInput<S>(layer(above), weights, part(*from), part(layers[i].dy.byFeature), later);
            throughActivation(layers[i], shard, count);
            from = &layers[i].dy.byFeature;
        }
        return from;
    };
    const ShardedMatrix<S>* dy = through(outputLayer(), work.logits.byFeature, work.decoder);
    latent::backwardInput<S>(layer(firstDecoderLayer()), weights, part(*dy), part(work.dz), later);
    sampleAndKlBackward<S>(part(work.statistics), part(work.noise), objective.latentNoise, part(work.dz),
                           work.scales.kl, part(work.dStatistics.byFeature));
    // The gradient by the images is not needed: the first layer has weights only.
    through(headLayer(), work.dStatistics.byFeature, work.encoder);
}

// The weight gradients run over whole shards, and both of their factors may hold leftovers of an earlier
// batch, even NaN if it diverged.
template <class S>
void Network<S>::clearUnused(BatchWorkspace<S>& work, Index shard) const {
    const Index images = work.imagesOf(shard);
    if (images == work.sharding.width) return;
    for (Activations<S>* part : {&work.z, &work.logits, &work.dStatistics}) part->clearBeyond(shard, images);
    for (std::vector<HiddenLayer<S>>* layers : {&work.encoder, &work.decoder}) {
        for (HiddenLayer<S>& hidden : *layers) {
            hidden.y.clearBeyond(shard, images);
            hidden.dy.clearBeyond(shard, images);
        }
    }
}

template <class S>
S Network<S>::weightGradient(const BatchWorkspace<S>& work, const GradientTask& task, S* weights, S* biases,
                             const Runs<S>& next) const {
    const bool inEncoder = task.layer <= headLayer();
    const std::vector<HiddenLayer<S>>& layers = inEncoder ? work.encoder : work.decoder;
    const std::size_t index =
        static_cast<std::size_t>(inEncoder ? task.layer : task.layer - firstDecoderLayer());
    const Activations<S>& x = index > 0 ? layers[index - 1].y : inEncoder ? work.encoderInput() : work.z;
    const Activations<S>& dy = index < layers.size() ? layers[index].dy
                               : inEncoder           ? work.dStatistics
                                                     : work.logits;
    return std::visit(
        [&](const auto& any) {
            return any.template backwardWeights<S>(x, dy, work.used(), task.firstPart, task.parts, weights,
                                                   biases, next);
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

template <class S>
Index Network<S>::fanInOf(const GradientTask& task) const {
    return std::visit([](const auto& any) { return any.fanIn(); }, layer(task.layer));
}

template class Network<float>;
template class Network<double>;

} // namespace latent
