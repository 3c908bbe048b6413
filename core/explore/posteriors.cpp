// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/posteriors.h"

#include "core/base/error.h"
#include "core/model/preview_model.h"
#include "core/train/model_inputs.h"

#include <algorithm>

namespace latent {

Matrix answer(const Evidence& evidence, const PosteriorsQuestion& question) {
    const Model& model = evidence.snapshot->model;
    const ImageDataset& dataset = *evidence.dataset;
    if (dataset.shape != model.architecture.shape)
        throw Error(dataset.name, "", "its images have another size than the model's");
    Matrix inputs(dataset.shape.pixels(), static_cast<Index>(question.images.size()));
    modelInputs(model.objective.likelihood, dataset, question.images, kInputSeed, inputs);
    return encode(model, inputs).sigma();
}

std::size_t posteriorsAtOnce(const Snapshot& snapshot) {
    constexpr Index kMultiplications = 50'000'000, kMost = 256;
    // An encoder costs about as much as its decoder.
    return static_cast<std::size_t>(
        std::clamp<Index>(kMultiplications / decodingCost(snapshot.model.architecture), 1, kMost));
}

} // namespace latent
