// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/data/image_dataset.h"

namespace latent {

/// Takes a random tenth (one at least) out of `images`, which stay in order, and returns it in order. Leaves
/// a single image alone.
std::vector<std::uint32_t> takeTenth(std::vector<std::uint32_t>& images, Random random);

/// Holds out a tenth of the images, drawn by the seed: sets train and test. Needs two images or more.
void holdOutTenth(ImageDataset& dataset, std::uint64_t seed);

/// Holds out that fraction, above 0 and below 1, of all images instead, one at least and not all, whatever
/// the files' own split is. Needs two images or more.
void holdOutFraction(ImageDataset& dataset, double fraction, std::uint64_t seed);

/// Takes the first `border` images to train on and the others to test on, as the files have it.
void splitAt(ImageDataset& dataset, Index border);

} // namespace latent
