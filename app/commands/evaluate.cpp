// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/evaluate.h"

#include "app/commands/common.h"
#include "app/commands/progress_line.h"
#include "app/commands/session_model.h"
#include "app/metrics_json.h"
#include "core/base/cores.h"
#include "core/explore/diagnostics/diagnose.h"

namespace latent {
namespace {

DiagnosticsQuestion questionOf(const EvaluateCommand& command, std::uint64_t seed) {
    return {.samples = command.samples,
            .boundImages = command.images,
            .klParts = command.full,
            .aggregate = command.full,
            .accuracy = command.full,
            .memorisation = command.full,
            .informationGap = command.full,
            .seed = seed};
}

} // namespace

void runEvaluate(const EvaluateCommand& command) {
    const ModelFile file = openModel(command.model);
    const DatasetPtr dataset =
        openDataFor(file, command.model.path, command.data, command.opening, Images::AsTrained);
    if (command.samples > 0 && !file.model.objective.latentNoise)
        tell(command.model.path + " has no latent noise, so there is no bound on log p(x)");
    ThreadTeam team(coreCount());
    const std::uint64_t seed = file.configuration.training.seed;
    const Evaluation evaluation = evaluate(file.model, *dataset, dataset->test, seed, team);
    ProgressLine line("evaluating");
    const DiagnosticsReport report =
        diagnose(file.model, *dataset, questionOf(command, seed), team, line.progress());
    print(evaluationLine(command.model.path, dataset->name, file.model.objective, evaluation, report) + "\n");
}

} // namespace latent
