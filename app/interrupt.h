// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent {

/// From now on the first SIGINT or SIGTERM only sets a flag; a second one kills as usual. Call once,
/// before any thread starts.
void catchInterrupts();

/// Whether the flag is set. Any thread.
bool interrupted();

} // namespace latent
