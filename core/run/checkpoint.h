// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/section_file.h"
#include "core/train/training_state.h"

#include <string>
#include <string_view>

// A training state as bytes: the length of a head, the head (JSON: settings, counters and sums), then the
// vectors of weights, norms and posterior sums as they lie in memory.
namespace latent {

/// The section of that name; its vectors are borrowed from `state`. Throws Error where the state could not be
/// read again (weights that are not finite).
Section checkpointSection(std::string name, const TrainingState& state);

/// `file` and `position` are what errors call the bytes. Throws Error: a broken head, sizes that are not the
/// architecture's, weights that are not finite. Allocates nothing large before the sizes are checked.
TrainingState readCheckpoint(std::string_view bytes, const std::string& file, const std::string& position);

} // namespace latent
