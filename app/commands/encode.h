// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Writes where each image comes from, its class, and m and σ of each dimension of its code, in order, as
/// CSV.
void runEncode(const EncodeCommand& command);

} // namespace latent
