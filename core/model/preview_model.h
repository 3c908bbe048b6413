// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model.h"

namespace latent {

/// How much smaller than the images their pictures may be decoded, each way, if they are shown in so many
/// device pixels; 1 for convolutional networks, whose every pixel depends on what lies around it.
int previewStep(const Architecture& architecture, int shownPixels);

/// A model that decodes to pictures of 1/step of the size, in about 1/step² of the time: each of their logits
/// is the mean over a block of step × step pixels, a smaller one at the right and the lower edge. Only for
/// decoding: its encoder is zero. Of a dense network; step 1 is the model itself.
Model previewModel(const Model& model, int step);

/// Multiplications that decoding one image takes.
Index decodingCost(const Architecture& architecture);

} // namespace latent
