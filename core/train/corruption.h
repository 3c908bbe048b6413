// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/model/configuration.h"

namespace latent {

/// clean, corrupted [pixels, n]. Overwrites corrupted: pixels set to 0 with probability `amount`, or
/// N(0, amount²) added to each (not clamped), or a copy.
void corrupt(const Corruption& corruption, const ConstMatrixRef<float>& clean, Random random,
             MatrixRef<float> corrupted);

} // namespace latent
