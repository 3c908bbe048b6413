// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Goes on with a run of a session file bit for bit, and writes what `train` writes. Throws Error where the
/// data are gone or have changed.
void runResume(const ResumeCommand& command);

} // namespace latent
