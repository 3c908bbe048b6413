// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/generate.h"

#include "app/commands/common.h"
#include "app/commands/picture.h"
#include "app/commands/picture_file.h"
#include "app/commands/session_model.h"
#include "app/commands/targets.h"
#include "core/explore/traversal.h"

#include <cmath>

namespace latent {
namespace {

constexpr int kGap = 2;

int nearSquare(Index images) {
    return static_cast<int>(std::ceil(std::sqrt(static_cast<double>(images))));
}

Matrix pointsOf(const GenerateCommand& command, int latent) {
    Matrix z(latent, static_cast<Index>(command.points.size()));
    for (Index column = 0; column < z.cols(); ++column) {
        const std::vector<float>& point = command.points[static_cast<std::size_t>(column)];
        if (static_cast<int>(point.size()) != latent) {
            throw UsageError("generate: --z: has " + std::to_string(point.size()) + " numbers, but " +
                             command.model.path + " has a latent space of " + std::to_string(latent));
        }
        z.col(column) = Eigen::Map<const Vector>(point.data(), latent);
    }
    return z;
}

} // namespace

void runGenerate(const GenerateCommand& command) {
    checkPictureEnding(command.out);
    checkTargets({{"--out", command.out}}, {{"MODEL", command.model.path}});
    const ModelFile file = openModel(command.model);
    const Model& model = file.model;
    const ImageShape& shape = model.architecture.shape;
    Snapshot snapshot;
    snapshot.model.architecture = model.architecture;
    snapshot.model.objective = model.objective;
    snapshot.posterior = file.posterior;
    const LatentRange range = latentRange(snapshot);
    if (!command.points.empty()) {
        const Matrix z = pointsOf(command, model.architecture.latent);
        checkPictureSize(shape, z.cols());
        return writePicture(command.out, tiledPicture(decode(model, z), shape, nearSquare(z.cols()), kGap));
    }
    if (command.manifoldSide > 0) {
        if (model.architecture.latent < 2)
            throw UsageError("generate: --manifold: needs a latent space of two or more");
        const int side = command.manifoldSide;
        checkPictureSize(shape, Index{side} * side);
        const Manifold plane = manifoldGrid(range.centre(), range, 0, 1, side);
        return writePicture(command.out, // it is one continuous picture
                            tiledPicture(decode(model, plane.grid.points), shape, side, 0));
    }
    checkPictureSize(shape, command.count);
    const int columns = nearSquare(command.count);
    const ImageGrid grid = priorGrid(range, command.count, columns, command.seed);
    writePicture(command.out, tiledPicture(decode(model, grid.points), shape, columns, kGap));
    if (!range.prior) {
        tell(file.posterior.empty()
                 ? "the model has no prior: drawn from N(0, I) all the same"
                 : "the model has no prior: drawn around its codes' mean with their spread");
    }
}

} // namespace latent
