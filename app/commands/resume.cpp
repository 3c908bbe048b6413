// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/resume.h"

#include "app/commands/common.h"
#include "app/commands/session_model.h"
#include "app/commands/training_loop.h"
#include "app/interrupt.h"
#include "core/data/dataset_summary.h"
#include "core/data/sets/catalogue.h"

#include <algorithm>
#include <filesystem>

namespace latent {
namespace {

// Throws where the run asked for is there without a training state; chosenRun() sees only those that have
// one.
void requireState(const std::vector<Run>& runs, const ResumeCommand& command) {
    if (command.run.empty()) return;
    bool found = false;
    for (const Run& run : runs) {
        if (run.id != command.run && run.name != command.run) continue;
        if (run.state) return;
        found = true;
    }
    if (found) {
        throw Error(command.session, "",
                    "the run “" + command.run + "” has no training state, so that it cannot go on");
    }
}

/// The session with the run that is to go on; of those that can, the one that is asked for.
TrainedRun openRun(const ResumeCommand& command) {
    LoadedSession loaded = loadSession(command.session);
    tellOf(command.session, loaded.damage);
    std::vector<Run>& runs = loaded.session.runs;
    std::vector<const RunInfo*> able;
    for (const Run& run : runs)
        if (run.state) able.push_back(&run);
    if (able.empty()) throw Error(command.session, "", "holds no run that could go on");
    requireState(runs, command);
    const RunInfo& chosen = chosenRun(able, command.run, command.session);
    const auto found =
        std::find_if(runs.begin(), runs.end(), [&](const Run& run) { return &run == &chosen; });
    const auto index = static_cast<std::size_t>(found - runs.begin());
    return {std::move(loaded.session), index};
}

std::string dataOf(const ResumeCommand& command, const Run& run) {
    if (!command.data.empty()) return command.data;
    std::error_code ignored;
    const std::string& origin = run.data.origin;
    if (!isDatasetName(origin) && !std::filesystem::exists(origin, ignored)) {
        throw Error(origin, "",
                    "the data of the run “" + run.name +
                        "” are no longer there; --data says where they are now");
    }
    return origin;
}

// The run's own images, wherever they are now.
DatasetPtr openOwnData(const std::string& data, Run& run) {
    const OpenOptions options = openingOf(run.data);
    const DatasetPtr dataset = openForTraining(data, options);
    const DataIdentity found = identityOf(*dataset, options);
    if (!isSameData(run.data, found)) {
        throw Error(data, "",
                    "the run “" + run.name +
                        "” cannot go on with these data: " + differenceOf(run.data, found));
    }
    if (run.data.labelsCrc != found.labelsCrc)
        tell(data +
             ": the labels have changed; the run goes on all the same, since training does not read them");
    run.data = found;
    return dataset;
}

TrainingState askedState(const ResumeCommand& command, const Run& run) {
    TrainingState state = *run.state;
    if (command.threads) state.configuration.training.threads = *command.threads;
    return state;
}

// Asking for as many as it has changes nothing; a run that stopped early waits anew.
void askForEpochs(Trainer& trainer, std::optional<int> epochs, Run& run) {
    if (!epochs) return;
    if (*epochs == trainer.configuration().training.epochs && !trainer.finished()) return;
    trainer.setEpochs(*epochs);
    noteChange(run, trainer.status().step, trainer.configuration());
}

} // namespace

void runResume(const ResumeCommand& command) {
    checkTrainingFiles(command.files, command.data, command.session);
    catchInterrupts();
    TrainedRun trained = openRun(command);
    Run& run = trained.run();
    goBackTo(run, run.state);
    const DatasetPtr dataset = openOwnData(dataOf(command, run), run);
    Trainer trainer(dataset, askedState(command, run));
    askForEpochs(trainer, command.epochs, run);
    const TrainingStatus status = trainer.status();
    const std::string after =
        counted(status.epoch, "epoch", "epochs") + " and " + counted(status.batchInEpoch, "batch", "batches");
    tell(command.session + ": the run “" + run.name + "” " +
         (trainer.finished() ? "has finished after " + after + "; --epochs asks for more"
                             : "goes on after " + after));
    const ImageSplit split = run.data.split;
    trainToTheEnd(trainer, *dataset, split, command.files, std::move(trained));
}

} // namespace latent
