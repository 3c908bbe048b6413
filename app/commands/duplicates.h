// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Writes groups of images that are the same or nearly so, as CSV.
void runDuplicates(const DuplicatesCommand& command);

} // namespace latent
