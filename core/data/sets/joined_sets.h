// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

namespace latent {

/// Appends the labels and factors of `moreImages` images to those of a set's `images`. Classes with the same
/// name are merged; factors that only one of them has are dropped. If only one has labels, the others' class
/// is kNoLabel. Throws Error: more than 65,536 classes.
void appendLabels(ImageDataset& set, Index images, const ImageDataset& more, Index moreImages);

/// Appends a set of images of the same shape and pixel rule to another, with everything known about them
/// except the split. Throws Error.
void appendImages(ImageDataset& set, const ImageDataset& more);

} // namespace latent
