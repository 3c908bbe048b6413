// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Writes what the model decodes along a path through the latent space.
void runWalk(const WalkCommand& command);

/// Draws a row for each dimension: what the model decodes while that one alone changes.
void runTraverse(const TraverseCommand& command);

} // namespace latent
