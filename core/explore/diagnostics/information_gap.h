// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/explore/diagnostics/diagnostics_report.h"

#include <span>

namespace latent {

inline constexpr Index kMostGapImages = 10000;

/// codes [latent, n]; values of each factor [n]. A factor of at most 20 different values is taken by value,
/// any other in 20 equal bins.
InformationGap informationGap(const Matrix& codes, std::span<const Factor> factors);

} // namespace latent
