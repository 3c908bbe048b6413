// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/best_weights.h"
#include "core/train/optimiser.h"
#include "core/train/posterior_accumulator.h"
#include "core/train/records.h"

#include <memory>

namespace latent {

/// All that training needs to go on bit for bit from between two steps, also in mid-epoch, on the same
/// images. Order, noise, corruption and the held-out tenth are drawn anew from the seed and these counters.
struct TrainingState {
    Configuration configuration; // as it is now, with what was changed during the run
    float deviation = 1;         // the likelihood's present one: learned by some, else the configuration's
    FlatVector<float> weights;
    FlatVector<float> average; // of the weights; empty: none is kept
    OptimiserState optimiser;
    BestWeights best; // where the run stops early
    std::int64_t step = 0;
    int epoch = 0;        // finished ones
    int batchInEpoch = 0; // finished ones
    double seconds = 0;   // of training
    double secondsAtEpochStart = 0;
    double secondsAtEpochEnd = 0; // of the last one whose batches are done
    double imagesPerSecond = 0;
    LossTerms epochSums; // over the images of the present epoch
    PosteriorAccumulator livePosterior{0};
};

using TrainingStatePtr = std::shared_ptr<const TrainingState>;

/// The model that is looked at, tested and saved: with the averaged weights where they are kept.
Model shownModel(const TrainingState& state);

/// Throws Error unless sizes and counters are those of one run of this configuration and all weights and
/// moments are finite: a state from a file may be anything.
void requireSound(const TrainingState& state);

} // namespace latent
