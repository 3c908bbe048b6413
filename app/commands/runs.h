// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Prints the runs of a session file as a table or as JSON; says what is damaged.
void runRuns(const RunsCommand& command);

} // namespace latent
