// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Writes the images that fit in least, as CSV.
void runOutliers(const OutliersCommand& command);

} // namespace latent
