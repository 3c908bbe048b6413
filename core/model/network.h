// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/model/batch_workspace.h"
#include "core/nn/layer.h"

#include <array>
#include <vector>

namespace latent {

/// Encoder and decoder as layers over a flat weight vector (see networkLayout). Holds only sizes; immutable
/// after construction, so any number of threads may use it.
template <class S>
class Network {
  public:
    explicit Network(const Architecture& architecture);

    const Architecture& architecture() const { return m_architecture; }
    Index weightCount() const { return m_weightCount; }

    /// Weights uniform in ±1/√in, PyTorch's default: compared with He's larger ones (He et al. 2015) they end
    /// 1.1 nats lower after ten epochs of Fashion-MNIST. With tanh in ±√(6 / (in + out)) (Glorot and Bengio
    /// 2010). Biases are 0 except the output's: the logit of the training mean [pixels] (of each channel
    /// after a convolution), so that training starts from the average image.
    void initialise(S* weights, std::uint64_t seed, const Vector& trainingMean) const;

    enum class Pass { Forward, ForwardAndBackward };
    /// For at most maxBatch images in at most `shards` shards. With Pass::Forward only forward() may be
    /// called, and the matrices of the backward pass are left out.
    BatchWorkspace<S> workspace(Index maxBatch, Index shards, Pass pass = Pass::ForwardAndBackward) const;

    /// images [pixels, n]; overwrites statistics [2·latent, n].
    void encode(const S* weights, const ConstMatrixRef<S>& images, MatrixRef<S> statistics) const;
    /// z [latent, n]; overwrites logits [pixels, n].
    void decode(const S* weights, const ConstMatrixRef<S>& z, MatrixRef<S> logits) const;
    /// z [latent, n]; calls use(logits, first, count) for a few columns at a time: logits [pixels, ≥ count]
    /// by feature, which it may overwrite.
    template <class Use>
    void decodeByFeature(const S* weights, const ConstMatrixRef<S>& z, Use use) const {
        runLayers(weights, firstDecoderLayer(), outputLayer(), z, use);
    }

    /// These work on the images of a shard, whose target, input and noise are set. Both forward functions
    /// store each image's sum (see natsOf()).
    void forward(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index shard) const;
    /// After forward(), with work.scales set: stores the gradients of all activations, 0 in unused columns.
    void backward(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index shard) const;
    /// Both in one, if the scales are known beforehand.
    void forwardBackward(const S* weights, BatchWorkspace<S>& work, const Objective& objective,
                         Index shard) const;

    /// Some parts of one layer: the unit in which weight gradients are computed.
    struct GradientTask {
        int layer = 0;
        Index firstPart = 0;
        Index parts = 0;
    };
    /// The layers divided into pieces of about equal work.
    const std::vector<GradientTask>& gradientTasks() const { return m_gradientTasks; }
    /// The task's weights and biases in the flat vector. All tasks together cover the vector once.
    std::array<WeightRange, 2> weightsOf(const GradientTask& task) const;
    /// Inputs of each unit of the task's layer.
    Index fanInOf(const GradientTask& task) const;
    /// Overwrites the gradients of these two ranges, over the whole batch; returns the sum of their squares.
    /// `next`: memory that is read afterwards, prefetched meanwhile.
    S weightGradient(const BatchWorkspace<S>& work, const GradientTask& task, S* weights, S* biases,
                     const Runs<S>& next = {}) const;

  private:
    template <class Use>
    void runLayers(const S* weights, int firstLayer, int lastLayer, const ConstMatrixRef<S>& x,
                   Use use) const;
    void runLayer(const S* weights, int index, const ConstByFeatureRef<S>& x, ByFeatureRef<S> y,
                  S* slopes = nullptr, Index slopesStride = 0) const;
    void toLogits(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index shard) const;
    void reconstruct(BatchWorkspace<S>& work, const Objective& objective, Index shard, bool gradient) const;
    void backwardFromLogits(const S* weights, BatchWorkspace<S>& work, const Objective& objective,
                            Index shard) const;
    void throughActivation(HiddenLayer<S>& hidden, Index shard, Index images) const;
    void clearUnused(BatchWorkspace<S>& work, Index shard) const;
    void planGradientTasks();
    HiddenLayer<S> hiddenLayer(int index, Sharding sharding, Pass pass) const;
    const Layer& layer(int index) const { return m_layers[static_cast<std::size_t>(index)]; }
    int layerCount() const { return static_cast<int>(m_layers.size()); }
    int hiddenLayers() const { return layerCount() / 2 - 1; } // on either side
    int headLayer() const { return hiddenLayers(); }
    int firstDecoderLayer() const { return hiddenLayers() + 1; }
    int outputLayer() const { return layerCount() - 1; }

    Architecture m_architecture;
    std::vector<Layer> m_layers; // encoder hidden …, heads, decoder hidden …, output
    std::vector<GradientTask> m_gradientTasks;
    Index m_weightCount = 0;
};

inline constexpr Index kRunTogether = 128; // images that encode() and decode() process at a time

// x by image; the activation follows every layer except the last.
template <class S>
template <class Use>
void Network<S>::runLayers(const S* weights, int firstLayer, int lastLayer, const ConstMatrixRef<S>& x,
                           Use use) const {
    Index width = inputsOf(layer(firstLayer));
    for (int i = firstLayer; i <= lastLayer; ++i) width = std::max(width, outputsOf(layer(i)));
    const Index together = std::min(kRunTogether, x.cols());
    ByFeature<S> from = ByFeature<S>::Zero(width, paddedStride(together));
    ByFeature<S> to = from;
    for (Index first = 0; first < x.cols(); first += together) {
        const Index count = std::min(together, x.cols() - first);
        kernels<S>().transpose(x.col(first).data(), x.outerStride(), count, x.rows(), from.data(),
                               from.outerStride());
        for (int i = firstLayer; i <= lastLayer; ++i) {
            const Index columns = paddedToLanes(count);
            runLayer(weights, i, from.topLeftCorner(inputsOf(layer(i)), columns),
                     to.topLeftCorner(outputsOf(layer(i)), columns));
            std::swap(from, to);
        }
        use(from, first, count);
    }
}

extern template class Network<float>;
extern template class Network<double>;

} // namespace latent
