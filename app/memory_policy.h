// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent {

/// Tells glibc how to keep this program's memory. Call first of all, before any thread starts.
void setMemoryPolicy();

/// Gives free memory back to the system, page by page: for the end of work that took much and comes rarely.
void returnFreeMemory();

} // namespace latent
