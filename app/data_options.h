// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/options.h"
#include "core/data/open_options.h"

// The options of every subcommand that takes --data: which images, and how they are read.
namespace latent {

void describeData(Options& options);

/// All but the seed and the folder of the cache. Throws UsageError.
OpenOptions readDataOptions(const Options& options);

} // namespace latent
