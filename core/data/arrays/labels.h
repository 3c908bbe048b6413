// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"
#include "core/data/arrays/label_values.h"
#include "core/data/arrays/numbers.h"
#include "core/data/files/byte_source.h"

#include <cstdint>
#include <optional>
#include <string>

namespace latent {

/// Reads `count` rows of `columns` numbers (up to a few hundred), after which the source must end; the first
/// number of each row is a label. Their count is stated at byte `statedAt`. Throws Error.
LabelValues readLabels(ByteSource& source, NumberType type, std::uint64_t count, std::uint64_t statedAt,
                       std::uint64_t columns = 1);

/// Labels as a row of `classes` numbers per image, a single 1 among zeros; `transposed`: the file stores the
/// columns one after another (Fortran order). Nothing if any row is different. The source must end after
/// them. Throws Error.
std::optional<LabelValues> readOneHot(ByteSource& source, NumberType type, std::uint64_t count,
                                      std::uint64_t classes, bool transposed, std::uint64_t statedAt);

/// The sentence for a number of labels that differs from the number of images.
std::string labelCountText(std::uint64_t labels, Index images);

} // namespace latent
