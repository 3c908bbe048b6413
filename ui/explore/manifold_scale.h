// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace latent {

// Between values and positions on a grid whose cell i shows values[i] (monotone, either way). Positions are
// in cells: the middle of cell i is i + ½. Linear between middles; half a cell beyond the outer ones at their
// slope.

/// Clamped to [0, values.size()].
double positionOfValue(std::span<const float> values, float value);
/// position clamped to [0, values.size()].
float valueAtPosition(std::span<const float> values, double position);

} // namespace latent
