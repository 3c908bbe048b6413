// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace latent {

/// Sizes and positions; the same type as Eigen's.
using Index = std::ptrdiff_t;

} // namespace latent
