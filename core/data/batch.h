// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/data/image_dataset.h"

#include <span>

namespace latent {

/// Copies the images with these indices into the columns of out [pixels, indices], as 0 … 1.
void gather(const ImageDataset& dataset, std::span<const std::uint32_t> indices, MatrixRef<float> out);

/// One image as a column [pixels], 0 … 1.
Vector imageAsFloat(const ImageDataset& dataset, Index image);

/// Mean of every pixel over the images with these indices, [pixels], 0 … 1.
Vector meanImage(const ImageDataset& dataset, std::span<const std::uint32_t> images);

/// A seeded order of the images for one epoch.
std::vector<std::uint32_t> shuffledOrder(std::span<const std::uint32_t> images, std::uint64_t seed,
                                         std::uint64_t epoch);

/// The images in random order.
std::vector<std::uint32_t> shuffled(std::span<const std::uint32_t> images, Random random);

} // namespace latent
