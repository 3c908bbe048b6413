// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/data/progress.h"

namespace latent {

/// Codes through which a path may lead; of larger sets so many, taken evenly from all over the set.
inline constexpr Index kMostStops = 4096;

/// The codes [latent, images] that are finite, at most kMostStops: [latent, stops].
Matrix stopsAmong(const Matrix& codes);

/// From one point to another through some of the stops [latent, n]: the path with the least sum of squared
/// distances, by Dijkstra's algorithm over all pairs. A square makes one long hop dearer than many short
/// ones, so that the path follows the data (the Fermat distance of Groisman, Jonckheere and Sapienza 2022),
/// and only edges of the Gabriel graph are taken, within whose ball no other stop lies: no number of
/// neighbours has to be chosen, and no group of codes is cut off. Returns [latent, 2 + stops on the way],
/// both ends included.
Matrix shortestThrough(const Matrix& stops, const Vector& from, const Vector& to, const Progress& progress);

/// The path as an even curve of `points` points without the zigzag from stop to stop: smoothed over about
/// half a hop, the ends held.
Matrix smoothed(const Matrix& path, int points);

} // namespace latent
