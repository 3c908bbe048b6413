// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/data/image_dataset.h"
#include "core/model/likelihood.h"

#include <span>

namespace latent {

/// The seed of what is looked at, rather than tested with a seed of its own.
inline constexpr std::uint64_t kInputSeed = 1;

/// Copies the named images into the columns of out [pixels, indices], 0 … 1, as a model of this likelihood
/// sees them: binarised where it says so. A drawn pixel depends on the seed and the image alone, so that
/// whoever looks at an image sees the same one.
void modelInputs(const Likelihood& likelihood, const ImageDataset& dataset,
                 std::span<const std::uint32_t> indices, std::uint64_t seed, MatrixRef<float> out);

/// One image as a column [pixels], as modelInputs gives it for what is looked at.
Vector modelInput(const Likelihood& likelihood, const ImageDataset& dataset, Index image);

/// Overwrites images with 0 and 1: by the likelihood's threshold, or drawn with their values as
/// probabilities. Does nothing where the likelihood is not of binary images.
void binarise(const Likelihood& likelihood, Random random, MatrixRef<float> images);

} // namespace latent
