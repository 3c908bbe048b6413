// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/train.h"

#include "app/commands/training_loop.h"
#include "app/interrupt.h"

#include <chrono>

namespace latent {
namespace {

Run newRun(const Configuration& configuration, const DatasetPtr& dataset, const OpenOptions& opening,
           bool isKept) {
    Run run;
    run.id = newRunId();
    run.name = presetText(presetOf(configuration.objective)) + " on " + dataset->name;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    run.created = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    run.configuration = configuration;
    if (isKept) run.data = identityOf(*dataset, opening);
    return run;
}

} // namespace

void runTrain(const TrainCommand& command) {
    checkTrainingFiles(command.files, command.data);
    catchInterrupts();
    const DatasetPtr dataset = openForTraining(command.data, command.opening);
    Configuration configuration = command.configuration;
    configuration.architecture.shape = dataset->shape;
    validate(configuration);
    Trainer trainer(dataset, configuration);
    TrainedRun trained;
    trained.session.runs.push_back(
        newRun(trainer.configuration(), dataset, command.opening, !command.files.checkpoint.empty()));
    trainToTheEnd(trainer, *dataset, splitOf(*dataset, command.opening), command.files, std::move(trained));
}

} // namespace latent
