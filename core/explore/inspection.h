// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/explore/results.h"
#include "core/train/snapshot.h"

namespace latent {

inline constexpr int kNeighbours = 8;

/// Encodes and decodes one image of the set, and finds its nearest neighbours among the snapshot's codes.
Inspection inspect(const Snapshot& snapshot, const ImageDataset& dataset, Index image);

/// The `count` columns of codes [latent, images] nearest to z by Euclidean distance, nearest first;
/// `except` (−1: none) is left out.
std::vector<Index> nearestCodes(const Matrix& codes, const Vector& z, int count, Index except);

} // namespace latent
