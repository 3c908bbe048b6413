// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model.h"

namespace latent {

/// How much smaller than the images previews may be decoded, along each side, when shown in `shownPixels`
/// device pixels; 1 for convolutional networks, in which every pixel depends on its neighbours.
int previewStep(const Architecture& architecture, int shownPixels);

/// A model that decodes to images of 1/step of the size, in about 1/step² of the time: each of its logits is
/// the mean over a block of step × step pixels, smaller at the right and lower edges. Only for decoding: its
/// encoder is zero. For dense networks; with step 1 it is the model itself.
Model previewModel(const Model& model, int step);

/// Multiplications to decode one image.
Index decodingCost(const Architecture& architecture);

} // namespace latent
