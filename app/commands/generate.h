// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Draws samples, given points, or the manifold of the first two dimensions.
void runGenerate(const GenerateCommand& command);

} // namespace latent
