// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace latent {

/// Bytes that the machine can give out without swapping. Linux grants more than it has and kills later,
/// so a size that a file states is held against this before anything is allocated.
std::uint64_t availableMemory();

} // namespace latent
