// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "core/train/snapshot.h"

#include <cstdint>

namespace latent {

/// ±3 where the model has a prior; else the codes' mean ± 3 spreads (±3 while nothing is known of them).
LatentRange latentRange(const Snapshot& snapshot);

/// Decodes the point by the model, and by the preview (see previewModel; may be the model) for each dimension
/// asked `frames` points evenly from low to high, the others held.
FilmStrips filmStrips(const Model& model, const Model& preview, const StripsQuestion& asked);

/// Draws from N(0, I), not decoded; without a prior, normal draws around the codes' mean with the codes'
/// spread (a sixth of the range).
ImageGrid priorGrid(const LatentRange& range, int count, int columns, std::uint64_t seed);

/// A side × side grid over dimensions x and y, the others as in point; not decoded. With a prior the values
/// are Φ⁻¹((i + ½) / side) (Kingma and Welling 2014, figure 4); without one they are even over the range.
Manifold manifoldGrid(const Vector& point, const LatentRange& range, int x, int y, int side);

/// A row for each dimension: `frames` points evenly from its low to its high value, the others as in point;
/// not decoded.
ImageGrid traversalGrid(const Vector& point, const LatentRange& range, int frames);

/// Φ⁻¹(p), 0 < p < 1; relative error under 1e-9 (Acklam's rational approximation, one Halley step).
double inverseGaussianCdf(double p);

} // namespace latent
