// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"
#include "app/options.h"

// The options of walk and traverse. All but the model are read.
namespace latent {

void describeWalk(Options& options);
/// Throws UsageError.
WalkCommand readWalk(const Options& options);

void describeTraverse(Options& options);
/// Throws UsageError.
TraverseCommand readTraverse(const Options& options);

} // namespace latent
