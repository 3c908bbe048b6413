// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Prints losses, posterior and the diagnostics asked for of the test images as one JSON object.
void runEvaluate(const EvaluateCommand& command);

} // namespace latent
