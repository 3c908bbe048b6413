// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"
#include "core/data/numbers.h"

#include <cstdint>
#include <vector>

namespace latent {

/// Reads count rows of `columns` numbers (up to a few hundred), with which the source must end; the first of
/// each is a label: a whole number from 0 to 65,535. Their count is stated at byte `statedAt`. Throws Error
/// with the place of the first that is none.
std::vector<std::uint16_t> readLabels(ByteSource& source, NumberType type, std::uint64_t count,
                                      std::uint64_t statedAt, std::uint64_t columns = 1);

} // namespace latent
