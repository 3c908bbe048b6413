// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace latent {

/// Bytes of this process in physical memory; 0 where the system does not say.
qint64 residentMemory();

} // namespace latent
