// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/reconstruct.h"

#include "app/commands/common.h"
#include "app/commands/picture.h"
#include "app/commands/picture_file.h"
#include "app/commands/session_model.h"
#include "app/commands/targets.h"
#include "core/train/model_inputs.h"

namespace latent {

void runReconstruct(const ReconstructCommand& command) {
    constexpr int kGap = 2;
    const Target out{"--out", command.out};
    checkPictureEnding(command.out);
    checkTargets({out}, {{"MODEL", command.model.path}, {"--data", command.data}});
    const ModelFile file = openModel(command.model);
    const DatasetPtr dataset = openDataFor(file, command.model.path, command.data, command.opening);
    checkNotRead(out, *dataset);
    std::vector<std::uint32_t> indices;
    for (const Index image : command.images) {
        if (image >= dataset->size()) {
            throw UsageError("reconstruct: --index: there is no image " + std::to_string(image) + ", " +
                             dataset->name + " has 0 to " + std::to_string(dataset->size() - 1));
        }
        indices.push_back(static_cast<std::uint32_t>(image));
    }
    const auto count = static_cast<Index>(indices.size());
    checkPictureSize(dataset->shape, 2 * count);
    Matrix images(dataset->shape.pixels(), 2 * count); // originals, then reconstructions
    modelInputs(file.model.objective.likelihood, *dataset, indices, kInputSeed, images.leftCols(count));
    const Matrix codes = encode(file.model, images.leftCols(count)).mean;
    images.rightCols(count) = decode(file.model, codes);
    writePicture(command.out, tiledPicture(images, dataset->shape, static_cast<int>(count), kGap));
}

} // namespace latent
