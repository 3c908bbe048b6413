// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/objective.h"
#include "core/nn/activations.h"

#include <vector>

namespace latent {

/// What a batch leaves in one hidden layer.
template <class S>
struct HiddenLayer {
    Activations<S> y;    // after the activation
    ByFeature<S> slopes; // of the activation; empty unless keepsSlopes()
    Activations<S> dy;   // gradient before the activation; empty without a backward pass
};

/// Everything a step keeps of its batch, sized once a run. Phases of a step work on column ranges of it (the
/// samples of a shard) or on all columns (the gradient of a layer's weights).
template <class S>
struct BatchWorkspace {
    Index batch = 0;          // columns in use
    Activations<S> target;    // clean images [pixels, batch]; the caller sets them by image
    Activations<S> input;     // what the encoder sees, where that is not the target: the caller's to make
    bool corrupted = false;   // whether input is used
    ByFeature<S> noise;       // e [latent, batch]; the caller sets it
    GradientScales<S> scales; // the caller sets them before a backward pass
    std::vector<HiddenLayer<S>> encoder;
    ByFeature<S> statistics; // m above s [2·latent, batch]
    Activations<S> dStatistics;
    Activations<S> z; // [latent, batch]
    ByFeature<S> dz;
    std::vector<HiddenLayer<S>> decoder;
    Activations<S> logits;    // [pixels, batch], by feature; after the backward pass its gradient
    std::vector<double> sums; // the reconstruction's sum of each image [batch], see natsOf()

    const Activations<S>& encoderInput() const { return corrupted ? input : target; }
    /// Where the caller puts images: [pixels, columns] by image.
    MatrixRef<S> targetImages(Index first, Index columns) {
        return target.byImage.block(0, first, logits.byFeature.rows(), columns);
    }
    MatrixRef<S> inputImages(Index first, Index columns) {
        return input.byImage.block(0, first, logits.byFeature.rows(), columns);
    }
};

} // namespace latent
