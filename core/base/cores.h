// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent {

/// Cores that this process may use, 1 … 64: how many threads training takes unless it is told otherwise.
int coreCount();

} // namespace latent
