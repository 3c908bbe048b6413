// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent {

/// Tells glibc how to keep this program's memory. Call first of all, before any thread starts.
void setMemoryPolicy();

} // namespace latent
