// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/npy.h"
#include "core/data/arrays/npz_keys.h"
#include "core/data/image_dataset.h"

#include <functional>
#include <string>
#include <vector>

namespace latent {

/// Reads dSprites' (Matthey et al. 2017) descriptions of its images: latents_values [images, 6], the factors,
/// of which the varying ones are kept, and latents_classes [images, 6], whose second column, the shape, is
/// the label. Does nothing without those arrays. Throws Error.
void addFactors(ImageDataset& dataset, const std::vector<NpzArray>& arrays,
                const std::function<SourceMaker(const std::string& key)>& opener, Index images);

} // namespace latent
