// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Draws images above their reconstructions (the decodings of m).
void runReconstruct(const ReconstructCommand& command);

} // namespace latent
