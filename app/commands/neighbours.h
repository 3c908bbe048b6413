// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Writes the images nearest by code to each of the command's, as CSV.
void runNeighbours(const NeighboursCommand& command);

} // namespace latent
