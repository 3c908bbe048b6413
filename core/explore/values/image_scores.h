// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/team_work.h"

#include <memory>
#include <vector>

namespace latent {

/// What a model makes of every image of a set, with the pixels that it sees (kInputSeed) and without noise:
/// the numbers of an Inspection.
struct ImageScores {
    std::vector<float> loss; // [images] −log p(x|z) of the decoding of m, nats
    Matrix mean;             // [latent, images]
    Matrix logVariance;      // [latent, images]
};

/// Encodes and decodes every image. Does not depend on the team's size. Throws Error for images of another
/// size and where the pixels are gone; Cancelled.
ImageScores scoreAll(const Model& model, const ImageDataset& dataset, ThreadTeam& team,
                     const Progress& progress);

/// The snapshot's codes if it has one for every image, otherwise the images' means, encoded now. Never null.
/// Throws like scoreAll.
std::shared_ptr<const Matrix> codesOf(const Evidence& evidence, ThreadTeam& team, const Progress& progress);

} // namespace latent
