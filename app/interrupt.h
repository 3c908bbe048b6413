// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent {

/// From now on the first SIGINT, SIGTERM or SIGHUP only sets a flag. A second SIGINT or SIGTERM kills as
/// usual; more SIGHUPs are ignored, since a terminal that is closed sends several. Where SIGHUP was ignored,
/// as under nohup, it stays so. Call once, before any thread starts.
void catchInterrupts();

/// Whether the flag is set. Any thread.
bool interrupted();

/// A descriptor that becomes readable when the flag is set, for an event loop. After catchInterrupts(); −1
/// where the system gave none.
int interruptDescriptor();

} // namespace latent
