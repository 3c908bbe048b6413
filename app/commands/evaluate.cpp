// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/evaluate.h"
#include "core/base/cores.h"

#include "app/commands/common.h"
#include "app/metrics_json.h"

namespace latent {

void runEvaluate(const EvaluateCommand& command) {
    const ModelFile file = loadModel(command.model);
    const DatasetPtr dataset = openDataFor(file, command.model, command.data);
    ThreadTeam team(coreCount());
    const Evaluation evaluation =
        evaluate(file.model, *dataset, dataset->test, file.configuration.training.seed, team);
    const auto images = static_cast<Index>(dataset->test.size());
    print(evaluationLine(command.model, dataset->name, images, evaluation) + "\n");
}

} // namespace latent
