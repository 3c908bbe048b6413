// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <vector>

namespace latent {

/// A rotation, possibly with a reflection, one scale and a shift: p ↦ onto + scale · rotation · (p − from).
struct Alignment {
    Matrix rotation; // [onto, from], orthonormal rows (or columns, if there are fewer of them)
    float scale = 1;
    Vector from; // [from] what comes to lie at onto
    Vector onto; // [onto]

    /// Points [from, n] to [onto, n].
    Matrix apply(const Matrix& points) const;
};

/// Brings points nearest to others in the sense of least squares: orthogonal Procrustes analysis (Schönemann
/// 1966; with scale and shift, Schönemann and Carroll 1970). Column i of from [a, n] belongs to column i of
/// onto [b, n]; pairs that are not finite do not count. What the points leave open is left as it is: no turn
/// without two distinct points on either side, no reflection of points on a line.
Alignment alignmentOf(const Matrix& from, const Matrix& onto);

/// Moves the points of a map, [images] each, by an alignment of the plane.
void applyTo(std::vector<float>& x, std::vector<float>& y, const Alignment& alignment);

} // namespace latent
