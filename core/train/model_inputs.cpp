// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/model_inputs.h"

#include "core/data/batch.h"

namespace latent {

void modelInputs(const Likelihood& likelihood, const ImageDataset& dataset,
                 std::span<const std::uint32_t> indices, std::uint64_t seed, MatrixRef<float> out) {
    gather(dataset, indices, out);
    if (!likelihood.isBinary()) return;
    for (std::size_t i = 0; i < indices.size(); ++i) {
        binarise(likelihood, Random(seed, Stream::Binarisation, indices[i]),
                 out.middleCols(static_cast<Index>(i), 1));
    }
}

Vector modelInput(const Likelihood& likelihood, const ImageDataset& dataset, Index image) {
    Vector column(dataset.shape.pixels());
    const auto index = static_cast<std::uint32_t>(image);
    modelInputs(likelihood, dataset, {&index, 1}, kInputSeed, column);
    return column;
}

void binarise(const Likelihood& likelihood, Random random, MatrixRef<float> images) {
    if (!likelihood.isBinary()) return;
    for (Index c = 0; c < images.cols(); ++c) {
        for (float& pixel : images.col(c)) {
            const float limit = likelihood.threshold > 0 ? likelihood.threshold : 1.0F - random.uniform();
            pixel = pixel >= limit ? 1.0F : 0.0F; // 1 − uniform is above 0: black stays black
        }
    }
}

} // namespace latent
