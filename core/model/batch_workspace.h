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

/// Everything a step keeps of its batch, sized once a run. Phases of a step work on the images of a shard, or
/// on all (the gradient of a layer's weights).
template <class S>
struct BatchWorkspace {
    Sharding sharding;
    Index batch = 0;          // images in use: the first ones
    Activations<S> target;    // clean images [pixels, batch]; the caller sets them by image
    Activations<S> input;     // what the encoder sees, where that is not the target: the caller's to make
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
    std::vector<double> sums; // the reconstruction's sum of each image [batch], see natsOf()

    /// The shards that have images in use, no wider than need be.
    Sharding used() const {
        return {std::min(sharding.width, paddedToLanes(batch)),
                (batch + sharding.width - 1) / sharding.width};
    }
    /// Of a used shard.
    Index firstOf(Index shard) const { return shard * sharding.width; }
    Index imagesOf(Index shard) const { return std::min(sharding.width, batch - firstOf(shard)); }

    const Activations<S>& encoderInput() const { return corrupted ? input : target; }
    /// Where the caller puts images: [pixels, columns] by image.
    MatrixRef<S> targetImages(Index first, Index columns) {
        return target.byImage.block(0, first, logits.byFeature.features(), columns);
    }
    MatrixRef<S> inputImages(Index first, Index columns) {
        return input.byImage.block(0, first, logits.byFeature.features(), columns);
    }
};

} // namespace latent
