// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/outliers.h"

#include "app/commands/common.h"
#include "app/commands/csv_text.h"
#include "app/commands/model_evidence.h"
#include "app/commands/progress_line.h"
#include "app/commands/session_model.h"
#include "app/commands/targets.h"
#include "app/numbers.h"
#include "core/data/dataset_summary.h"
#include "core/explore/curate/odd_ones.h"

#include <cmath>

namespace latent {

void runOutliers(const OutliersCommand& command) {
    const Target out{"--out", command.out};
    checkTargets({out}, {{"MODEL", command.model.path}, {"--data", command.data}});
    const ModelFile file = openModel(command.model);
    const DatasetPtr dataset = openDataFor(file, command.model.path, command.data, command.opening);
    checkNotRead(out, *dataset);
    ProgressLine line("comparing");
    const std::vector<OddOne> ones =
        answer(evidenceOf(file, dataset), OddOnesQuestion{.count = command.count}, line.progress());
    std::string text = std::string("place,loss,distance,loss_rank,distance_rank,") + kIdentityColumns + "\n";
    Index place = 0;
    for (const OddOne& one : ones) {
        appendNumber(text, ++place);
        for (const float score : {one.loss, one.distance}) {
            text += ',';
            if (std::isfinite(score)) appendNumber(text, score);
        }
        for (const Index rank : {one.lossRank, one.distanceRank}) {
            text += ',';
            appendNumber(text, rank);
        }
        text += ',';
        appendIdentity(text, *dataset, one.image);
        text += '\n';
    }
    save(command.out, text);
    if (command.out == "-") return;
    tell(command.out + ": " + grouped(static_cast<Index>(ones.size())) + " of " +
         counted(dataset->size(), "image", "images") + ", those that fit in least first");
}

} // namespace latent
