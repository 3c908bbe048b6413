// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/decoding.h"

#include "core/explore/traversal.h"

namespace latent {

Pictures answer(const Evidence& evidence, const PicturesQuestion& question, PreviewModels& previews) {
    const std::shared_ptr<const Model> model = previews.of(evidence.snapshot, question.previewStep);
    return {decode(*model, question.points), model->architecture.shape};
}

FilmStrips answer(const Evidence& evidence, const StripsQuestion& question, PreviewModels& previews) {
    const std::shared_ptr<const Model> preview = previews.of(evidence.snapshot, question.previewStep);
    return filmStrips(evidence.snapshot->model, *preview, question);
}

} // namespace latent
