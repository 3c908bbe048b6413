// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/model/configuration.h"
#include "core/nn/linear.h"

#include <vector>

namespace latent {

/// A layer's activations of a batch, both ways: by feature for the products that go on, by image for the
/// gradient of the next layer's weights. Padded to whole lane groups and strides (see kernels.h).
template <class S>
struct Activations {
    ByFeature<S> byFeature; // [features, batch]
    MatrixOf<S> byImage;    // [features, batch]
};

/// Everything a step keeps of its batch, sized once a run. Phases of a step work on column ranges of it (the
/// samples of a shard) or on all columns (the gradient of a layer's rows).
template <class S>
struct BatchWorkspace {
    Index batch = 0;                     // columns in use
    Activations<S> target;               // clean images [pixels, batch]; the caller sets them by image
    Activations<S> input;                // what the encoder sees [pixels, batch]; likewise
    bool corrupted = false;              // false: input is unused, the encoder sees the target
    ByFeature<S> noise;                  // e [latent, batch]; the caller sets it
    std::vector<Activations<S>> encoder; // after each hidden layer
    ByFeature<S> statistics;             // m above s [2·latent, batch]
    Activations<S> z;                    // [latent, batch]
    std::vector<Activations<S>> decoder;
    ByFeature<S> logits;      // [pixels, batch]; after the backward pass its gradient
    std::vector<double> nats; // −log p(x|z) of each image [batch]
    std::vector<ByFeature<S>> dEncoder;
    ByFeature<S> dStatistics;
    ByFeature<S> dz;
    std::vector<ByFeature<S>> dDecoder;

    const Activations<S>& encoderInput() const { return corrupted ? input : target; }
    /// Where the caller puts images: [pixels, columns] by image.
    MatrixRef<S> targetImages(Index first, Index columns) {
        return target.byImage.block(0, first, logits.rows(), columns);
    }
    MatrixRef<S> inputImages(Index first, Index columns) {
        return input.byImage.block(0, first, logits.rows(), columns);
    }
};

/// Encoder and decoder as layers over a flat weight vector (see networkLayout). Holds sizes only;
/// immutable after construction, so any number of threads may use it.
template <class S>
class Network {
  public:
    explicit Network(const Architecture& architecture);

    const Architecture& architecture() const { return m_architecture; }
    Index weightCount() const { return m_weightCount; }

    /// Weights uniform in ±1/√in, as PyTorch's Linear starts: measured against He's larger ones (He et al.
    /// 2015) they end 1.1 nats lower after ten epochs of Fashion-MNIST. Biases 0, but the output's: the logit
    /// of the training mean [pixels], so that the first step already knows the average image.
    void initialise(S* weights, std::uint64_t seed, const Vector& trainingMean) const;

    enum class Pass { Forward, ForwardAndBackward };
    /// For one pass only forward() may be called, and the other's matrices are left out.
    BatchWorkspace<S> workspace(Index maxBatch, Pass pass = Pass::ForwardAndBackward) const;

    /// images [pixels, n]; overwrites statistics [2·latent, n].
    void encode(const S* weights, const ConstMatrixRef<S>& images, MatrixRef<S> statistics) const;
    /// z [latent, n]; overwrites logits [pixels, n].
    void decode(const S* weights, const ConstMatrixRef<S>& z, MatrixRef<S> logits) const;

    /// Both take columns [first, first + columns), whose target, input and noise are set; first is a multiple
    /// of kLaneGroup. They return the summed Bernoulli nats and leave those of each image.
    double forward(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                   Index columns) const;
    /// Then backward through the activations; the loss is divided by the batch's size.
    double forwardBackward(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                           Index columns) const;

    /// A block of rows of one layer: the unit in which weight gradients are computed.
    struct GradientTask {
        int layer = 0;
        Index firstRow = 0;
        Index rows = 0;
    };
    /// The layers cut into blocks of about equal work.
    const std::vector<GradientTask>& gradientTasks() const { return m_gradientTasks; }
    /// Overwrites the gradient of the task's weights and biases, over the whole batch.
    void weightGradient(const BatchWorkspace<S>& work, const GradientTask& task, S* gradient) const;

    const Linear& layer(int index) const { return m_layers[static_cast<std::size_t>(index)]; }
    int layerCount() const { return static_cast<int>(m_layers.size()); }

  private:
    void toLogits(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                  Index columns) const;
    double reconstruction(BatchWorkspace<S>& work, Index first, Index columns, bool gradient) const;
    void backward(const S* weights, BatchWorkspace<S>& work, const Objective& objective, Index first,
                  Index columns) const;
    void runLayers(const S* weights, int firstLayer, int lastLayer, const ConstMatrixRef<S>& x,
                   MatrixRef<S> y) const;
    void planGradientTasks();
    int hiddenLayers() const { return static_cast<int>(m_architecture.hidden.size()); }
    int headLayer() const { return hiddenLayers(); }
    int firstDecoderLayer() const { return hiddenLayers() + 1; }
    int outputLayer() const { return layerCount() - 1; }

    Architecture m_architecture;
    std::vector<Linear> m_layers; // encoder hidden …, heads, decoder hidden …, output
    std::vector<GradientTask> m_gradientTasks;
    Index m_weightCount = 0;
};

extern template class Network<float>;
extern template class Network<double>;

} // namespace latent
