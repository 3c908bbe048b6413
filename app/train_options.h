// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/options.h"

// The options of `train`: the whole configuration, with the defaults of the window.
namespace latent {

void describeTrain(Options& options);

/// Throws UsageError.
TrainCommand readTrain(const Options& options);
/// The same with --resume.
ResumeCommand readResume(const Options& options);

} // namespace latent
