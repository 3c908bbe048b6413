// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Writes label, m and σ of each dimension for every image, in order, as CSV.
void runEncode(const EncodeCommand& command);

} // namespace latent
