// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <cstdint>
#include <string>

namespace latent {

/// Copies that others hold of a run while it trains.
struct TrainingCopies {
    int watched = 0; // of the weights, in snapshots that somebody looks at
    int states = 0;  // of the whole training state
};
/// An upper estimate of the bytes that training on so many images needs, apart from the images: weights, the
/// optimiser's state, the activations of a batch, codes and these copies.
std::uint64_t trainingMemory(const Configuration& configuration, Index images, TrainingCopies copies = {});

/// Throws Error if that is more than is free. To be asked before anything is allocated: Linux grants more
/// memory than it has and kills the process later.
void requireTrainingMemory(const Configuration& configuration, Index images, TrainingCopies copies = {});

/// Throws Error if a model file with so many bytes of weights cannot be read into what is free.
void requireModelMemory(std::uint64_t weightBytes, const std::string& file);

} // namespace latent
