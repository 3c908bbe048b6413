// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

namespace latent {

/// The point at t (0 … 1) from a to b: along the great circle around `centre` (slerp, Shoemake 1985), while
/// the distance from the centre goes evenly from a's to b's. Straight where the great circle is not defined
/// or not unique: one of them is the centre, or they are on opposite sides of it.
Vector onGreatCircle(const Vector& a, const Vector& b, const Vector& centre, double t);

} // namespace latent
