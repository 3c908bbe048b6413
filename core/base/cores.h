// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent {

/// Cores that this process may use, 1 … 64: the default number of training threads.
int coreCount();

} // namespace latent
