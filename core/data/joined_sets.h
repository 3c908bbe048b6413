// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

namespace latent {

/// Puts the labels and factors of `moreImages` images behind those of a set's `images`. Classes of the same
/// name are one; factors that only one of them has go. Where only one has labels, the others' class is
/// kNoLabel. Throws Error: more than 65,536 classes.
void appendLabels(ImageDataset& set, Index images, const ImageDataset& more, Index moreImages);

/// Puts a set of images of the same shape and pixel rule behind another, with all that is known of them but
/// the split. Throws Error.
void appendImages(ImageDataset& set, const ImageDataset& more);

} // namespace latent
