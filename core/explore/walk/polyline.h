// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <vector>

// Curves given by points in order, [dimensions, n], straight from each to the next. A position on a curve is
// the number of a point, and the fraction of the way from it to the next.
namespace latent {

/// From each column to the next one, [n − 1].
std::vector<double> segmentLengths(const Matrix& columns);

/// `count` positions at equal parts of the whole length, in order. Open: the first is 0 and the last the end,
/// exactly. Closed: the end, which is where the curve began, is left out. Where all lengths are 0, the
/// segments count alike.
std::vector<double> evenPositions(const std::vector<double>& lengths, int count, bool closed);

Vector pointAt(const Matrix& polyline, double position);

/// The points at evenPositions(), [dimensions, count].
Matrix resampled(const Matrix& polyline, const std::vector<double>& lengths, int count, bool closed = false);

/// One after the other; each begins where the one before ends.
Matrix joined(const std::vector<Matrix>& legs);

} // namespace latent
