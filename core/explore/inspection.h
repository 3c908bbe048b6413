// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/results.h"

namespace latent {

inline constexpr int kNeighbours = 8;

/// Encodes and decodes one image of the set, and finds its nearest neighbours among the snapshot's codes.
Inspection inspect(const Snapshot& snapshot, const ImageDataset& dataset, Index image);

/// The `count` columns of codes [latent, images] nearest to z by Euclidean distance, nearest first;
/// `except` (−1: none) is left out.
std::vector<Index> nearestCodes(const Matrix& codes, const Vector& z, int count, Index except);

/// One image as the model sees it. Needs a snapshot and the images.
struct InspectionQuestion {
    Index image = 0;
};
Inspection answer(const Evidence& evidence, const InspectionQuestion& question);

/// The images whose codes are nearest to a point, nearest first; none where there are no codes yet. Needs a
/// snapshot.
struct NearestQuestion {
    Vector point; // [latent]
};
std::vector<Index> answer(const Evidence& evidence, const NearestQuestion& question);

} // namespace latent
