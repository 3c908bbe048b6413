// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/neighbours.h"

#include "app/commands/common.h"
#include "app/commands/csv_text.h"
#include "app/commands/model_evidence.h"
#include "app/commands/progress_line.h"
#include "app/commands/session_model.h"
#include "app/commands/targets.h"
#include "app/numbers.h"
#include "core/base/cores.h"
#include "core/data/dataset_summary.h"
#include "core/explore/inspection.h"
#include "core/explore/values/image_scores.h"

namespace latent {
namespace {

void checkImages(const NeighboursCommand& command, const ImageDataset& dataset) {
    for (const Index image : command.images) {
        if (image < dataset.size()) continue;
        throw UsageError("neighbours: --index: there is no image " + std::to_string(image) + ", " +
                         dataset.name + " has 0 to " + std::to_string(dataset.size() - 1));
    }
}

} // namespace

void runNeighbours(const NeighboursCommand& command) {
    const Target out{"--out", command.out};
    checkTargets({out}, {{"MODEL", command.model.path}, {"--data", command.data}});
    const ModelFile file = openModel(command.model);
    const DatasetPtr dataset = openDataFor(file, command.model.path, command.data, command.opening);
    checkNotRead(out, *dataset);
    checkImages(command, *dataset);
    ThreadTeam team(coreCount());
    ProgressLine line("encoding");
    const std::shared_ptr<const Matrix> codes = codesOf(evidenceOf(file, dataset), team, line.progress());
    std::string text = std::string("of,place,distance,") + kIdentityColumns + "\n";
    for (const Index image : command.images) {
        int place = 0;
        for (const Index neighbour : nearestCodes(*codes, codes->col(image), command.count, image)) {
            appendNumber(text, image);
            text += ',';
            appendNumber(text, ++place);
            text += ',';
            appendNumber(text, (codes->col(neighbour) - codes->col(image)).norm());
            text += ',';
            appendIdentity(text, *dataset, neighbour);
            text += '\n';
        }
    }
    save(command.out, text);
    if (command.out == "-") return;
    tell(command.out + ": the nearest of " + grouped(dataset->size()) + " images to " +
         counted(static_cast<Index>(command.images.size()), "image", "images") + ", by code");
}

} // namespace latent
