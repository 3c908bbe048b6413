// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/objective.h"
#include "core/nn/activations.h"

#include <algorithm>
#include <vector>

namespace latent {

/// What a batch leaves in one hidden layer.
template <class S>
struct HiddenLayer {
    Activations<S> y;        // after the activation
    ShardedMatrix<S> slopes; // of the activation; empty unless keepsSlopes()
    Activations<S> dy;       // gradient before the activation; empty without a backward pass
};

/// Everything a step stores for its batch, sized once per run. Phases of a step work on the images of a
/// shard, or on all images (the gradient of a layer's weights).
template <class S>
struct BatchWorkspace {
    Sharding sharding;
    Index batch = 0;          // images in use, from the first on
    Activations<S> target;    // clean images [pixels, batch]; the caller sets them by image
    Activations<S> input;     // the encoder's input if it is not the target; filled by the caller
    bool corrupted = false;   // whether input is used
    ShardedMatrix<S> noise;   // e [latent, batch]; the caller sets it
    GradientScales<S> scales; // the caller sets them before a backward pass
    std::vector<HiddenLayer<S>> encoder;
    ShardedMatrix<S> statistics; // m above s [2·latent, batch]
    Activations<S> dStatistics;
    Activations<S> z; // [latent, batch]
    ShardedMatrix<S> dz;
    std::vector<HiddenLayer<S>> decoder;
    Activations<S> logits;    // [pixels, batch], by feature; after the backward pass its gradient
    std::vector<double> sums; // the reconstruction's sum for each image [batch], see natsOf()

    /// The shards with images in use, no wider than necessary.
    Sharding used() const {
        return {std::min(sharding.width, paddedToLanes(batch)),
                (batch + sharding.width - 1) / sharding.width};
    }
    /// The first image of a used shard.
    Index firstOf(Index shard) const { return shard * sharding.width; }
    Index imagesOf(Index shard) const { return std::min(sharding.width, batch - firstOf(shard)); }

    const Activations<S>& encoderInput() const { return corrupted ? input : target; }
    /// Where the caller writes images: [pixels, columns] by image.
    MatrixRef<S> targetImages(Index first, Index columns) {
        return target.byImage.block(0, first, logits.byFeature.features(), columns);
    }
    MatrixRef<S> inputImages(Index first, Index columns) {
        return input.byImage.block(0, first, logits.byFeature.features(), columns);
    }
};

} // namespace latent
