// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/data/image_dataset.h"

namespace latent {

/// Removes a random tenth (at least one) from `images`, which stay in order, and returns it in order. Leaves
/// a single image alone.
std::vector<std::uint32_t> takeTenth(std::vector<std::uint32_t>& images, Random random);

/// Holds out a tenth of the images, drawn by the seed: sets train and test. Needs at least two images.
void holdOutTenth(ImageDataset& dataset, std::uint64_t seed);

/// Holds out this fraction, above 0 and below 1, of all images instead, at least one but not all, whatever
/// the files' own split. Needs at least two images.
void holdOutFraction(ImageDataset& dataset, double fraction, std::uint64_t seed);

/// Uses the first `border` images for training and the others for testing, as in the files.
void splitAt(ImageDataset& dataset, Index border);

} // namespace latent
