// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/preview_models.h"
#include "core/explore/results.h"

namespace latent {

/// What points decode to, at 1/previewStep of the size (see previewModel). Needs a snapshot.
struct PicturesQuestion {
    Matrix points; // [latent, n]
    int previewStep = 1;
};

struct Pictures {
    Matrix images; // [pixels, n]
    ImageShape shape;
};

/// previews: of the calling thread.
Pictures answer(const Evidence& evidence, const PicturesQuestion& question, PreviewModels& previews);

/// The strips at 1/previewStep of the size, the point itself in full. Needs a snapshot.
FilmStrips answer(const Evidence& evidence, const StripsQuestion& question, PreviewModels& previews);

} // namespace latent
