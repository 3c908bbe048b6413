// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Writes the direction from class b to class a as CSV, and prints how consistent it is.
void runDirection(const DirectionCommand& command);

} // namespace latent
