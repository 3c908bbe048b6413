// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/walk.h"

#include "app/commands/common.h"
#include "app/commands/picture.h"
#include "app/commands/picture_file.h"
#include "app/commands/session_model.h"
#include "app/commands/targets.h"
#include "app/walk_export.h"
#include "core/base/cores.h"
#include "core/explore/traversal.h"
#include "core/train/evaluation.h"
#include "core/train/model_inputs.h"

#include <numeric>

namespace latent {
namespace {

constexpr int kTileGap = 2;

/// The data, or null where none are asked for. `command`: what was asked, for both subcommands alike.
template <class Asked>
DatasetPtr openDataOf(const Asked& command, const ModelFile& file, const Target& out) {
    if (command.data.empty()) return nullptr;
    DatasetPtr dataset = openDataFor(file, command.model.path, command.data, command.opening);
    checkNotRead(out, *dataset);
    return dataset;
}

Snapshot snapshotOf(ModelFile file) {
    Snapshot snapshot;
    snapshot.model = std::move(file.model);
    snapshot.posterior = std::move(file.posterior);
    return snapshot;
}

/// The code of an image. `option`: what asked for it, for the error.
Vector codeOf(const Model& model, const ImageDataset& dataset, Index image, const std::string& option) {
    if (image >= dataset.size()) {
        throw UsageError(option + ": there is no image " + std::to_string(image) + ", " + dataset.name +
                         " has 0 to " + std::to_string(dataset.size() - 1));
    }
    return encode(model, modelInput(model.objective.likelihood, dataset, image)).mean.col(0);
}

Vector pointOf(const LatentPlace& place, const Model& model, const ImageDataset* dataset,
               const std::string& modelPath) {
    const std::string option = "walk: --" + place.option;
    if (place.image >= 0) return codeOf(model, *dataset, place.image, option);
    const auto size = static_cast<Index>(place.numbers.size());
    if (size != model.architecture.latent) {
        throw UsageError(option + ": has " + std::to_string(size) + " numbers, but " + modelPath +
                         " has a latent space of " + std::to_string(model.architecture.latent));
    }
    return Eigen::Map<const Vector>(place.numbers.data(), size);
}

std::shared_ptr<const Matrix> codesOf(const Model& model, const ImageDataset& dataset, ThreadTeam& team) {
    std::vector<std::uint32_t> images(static_cast<std::size_t>(dataset.size()));
    std::iota(images.begin(), images.end(), 0U);
    auto codes = std::make_shared<Matrix>(model.architecture.latent, dataset.size());
    encodeMeans(model, dataset, images, team, *codes);
    return codes;
}

} // namespace

void runWalk(const WalkCommand& command) {
    const Target out{"--out", command.out};
    checkTargets({out}, {{"MODEL", command.model.path}, {"--data", command.data}});
    ModelFile file = openModel(command.model);
    checkPictureSize(file.model.architecture.shape, command.steps);
    const DatasetPtr dataset = openDataOf(command, file, out);
    Snapshot snapshot = snapshotOf(std::move(file));
    WalkQuestion question{.path = command.path, .steps = command.steps, .loop = command.loop};
    for (const LatentPlace& place : command.through)
        question.through.push_back(pointOf(place, snapshot.model, dataset.get(), command.model.path));
    ThreadTeam team(coreCount());
    const bool followsData = command.path == WalkPath::AlongData || command.path == WalkPath::Metric;
    if (dataset && followsData) snapshot.codes = codesOf(snapshot.model, *dataset, team);
    const WalkFilm film{.walk = std::make_shared<const Walk>(walk(snapshot, question, team, {})),
                        .loop = command.loop};
    save(command.out, walkBytes(film, *walkFormatOf(command.out), {}));
}

void runTraverse(const TraverseCommand& command) {
    const Target out{"--out", command.out};
    checkPictureEnding(command.out);
    checkTargets({out}, {{"MODEL", command.model.path}, {"--data", command.data}});
    ModelFile file = openModel(command.model);
    const ImageShape shape = file.model.architecture.shape;
    checkPictureSize(shape, Index{command.steps} * file.model.architecture.latent);
    const DatasetPtr dataset = openDataOf(command, file, out);
    const Snapshot snapshot = snapshotOf(std::move(file));
    const LatentRange range = latentRange(snapshot);
    const Vector from =
        dataset ? codeOf(snapshot.model, *dataset, command.image, "traverse: --index") : range.centre();
    const ImageGrid grid = traversalGrid(from, range, command.steps);
    writePicture(command.out,
                 tiledPicture(decode(snapshot.model, grid.points), shape, grid.columns, kTileGap));
}

} // namespace latent
