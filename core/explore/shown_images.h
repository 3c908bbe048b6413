// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/run/looking.h"

#include <cstdint>
#include <vector>

namespace latent {

/// Images of a split, as a byte for each image: 1 where it belongs to it. [images]
std::vector<std::uint8_t> splitMembers(const ImageDataset& dataset, MapSplit split);

/// Images of the split that is looked at, without hidden classes and hidden images.
ImageSet shownImages(const ImageDataset& dataset, const Looking& looking);

} // namespace latent
