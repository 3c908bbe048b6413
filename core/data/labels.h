// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"
#include "core/data/numbers.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace latent {

/// Reads count rows of `columns` numbers (up to a few hundred), with which the source must end; the first of
/// each is a label: a whole number from 0 to 65,535. Their count is stated at byte `statedAt`. Throws Error
/// with the place of the first that is none.
std::vector<std::uint16_t> readLabels(ByteSource& source, NumberType type, std::uint64_t count,
                                      std::uint64_t statedAt, std::uint64_t columns = 1);

/// Labels as a row of `classes` numbers an image, a single 1 among zeros; `transposed`: the file holds the
/// columns one after another (Fortran's order). Nothing where a row is another. The source must end with
/// them. Throws Error.
std::optional<std::vector<std::uint16_t>> readOneHot(ByteSource& source, NumberType type, std::uint64_t count,
                                                     std::uint64_t classes, bool transposed,
                                                     std::uint64_t statedAt);

} // namespace latent
