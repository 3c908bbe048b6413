// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/training_loop.h"

#include "app/commands/checkpoint_file.h"
#include "app/commands/common.h"
#include "app/commands/metrics_file.h"
#include "app/commands/targets.h"
#include "app/commands/training_report.h"
#include "app/interrupt.h"
#include "core/base/failure.h"
#include "core/data/files/safe_save.h"
#include "core/data/pictures/pixel_cache.h"

#include <exception>
#include <filesystem>

namespace latent {
namespace {

using Phase = TrainingStatus::Phase;

/// Brings the run up to where the trainer is.
void update(Run& run, const Trainer& trainer) {
    run.state = trainer.state();
    run.status = trainer.status();
    run.status.phase = trainer.finished() ? Phase::Finished : Phase::Paused;
    summarise(run);
}

void train(Trainer& trainer, MetricsFile& metrics, Run& run, CheckpointFile& checkpoint) {
    TrainingReport report;
    while (!trainer.finished() && !interrupted()) {
        if (trainer.epochEnded()) {
            run.epochs.push_back(trainer.finishEpoch());
            run.history.appendTest(run.epochs.back());
            const Objective& objective = trainer.model().objective;
            report.epoch(run.epochs.back(), trainer.configuration().training.epochs, objective);
            metrics.add(run.epochs.back(), objective);
        } else {
            const StepRecord step = trainer.step();
            run.history.append(step);
            if (!trainer.epochEnded()) report.step(trainer.status(), step);
        }
        if (checkpoint.isDue()) {
            update(run, trainer);
            checkpoint.write(run);
        }
    }
    report.finish(trainer.status(), interrupted());
}

void saveTrained(const std::string& path, const Trainer& trainer, const ImageDataset& dataset,
                 const ImageSplit& split, const Run& run) {
    ModelFile file;
    file.model = trainer.model();
    file.configuration = trainer.configuration();
    file.dataset = dataset.name;
    file.pixelRule = dataset.pixelRule;
    file.split = split;
    file.steps = trainer.status().step;
    if (!run.epochs.empty()) file.posterior = run.epochs.back().posterior;
    try {
        saveModel(path, file);
    } catch (const Error& error) {
        throw OutputError(error.what());
    }
}

/// Work that is done whether or not other work has failed.
class Attempts {
  public:
    template <class Work>
    void attempt(Work work) {
        try {
            work();
        } catch (...) {
            if (m_first) return;
            m_first = std::current_exception();
            m_failure = failureSentence();
        }
    }
    /// Why the first one failed, as a sentence; empty: none has.
    const std::string& failure() const { return m_failure; }
    void rethrowFirst() const {
        if (m_first) std::rethrow_exception(m_first);
    }

  private:
    std::exception_ptr m_first;
    std::string m_failure;
};

} // namespace

DatasetPtr openForTraining(const std::string& data, OpenOptions options) {
    Progress progress;
    progress.report = [](double) {
        if (interrupted()) throw Cancelled();
    };
    options.cacheFolder = defaultCacheFolder();
    const DatasetPtr dataset = openDataset(data, options, progress);
    tellWhatWasRead(data, *dataset);
    return dataset;
}

void checkTrainingFiles(const TrainingFiles& files, const std::string& data, const std::string& resumed) {
    if (files.save == "-") throw UsageError("train: --save: a model cannot go to standard output");
    if (files.checkpoint == "-")
        throw UsageError("train: --checkpoint: a session cannot go to standard output");
    const bool inPlace =
        !resumed.empty() && !files.checkpoint.empty() && isSameFile(files.checkpoint, resumed);
    const Target checkpoint{"--checkpoint", files.checkpoint};
    std::vector<Input> inputs{{"--data", data}};
    if (inPlace)
        checkTargets({checkpoint}, inputs);
    else if (std::error_code ignored;
             !files.checkpoint.empty() && std::filesystem::exists(files.checkpoint, ignored))
        throw UsageError("train: --checkpoint: " + files.checkpoint +
                         " is there already; go on with it by --resume, or choose another name");
    if (!resumed.empty()) inputs.push_back({"--resume", resumed});
    std::vector<Target> targets{{"--save", files.save},
                                {"--metrics", files.metrics, Target::Writing::InPlace}};
    if (!inPlace) targets.push_back(checkpoint);
    checkTargets(targets, inputs);
}

void trainToTheEnd(Trainer& trainer, const ImageDataset& dataset, const ImageSplit& split,
                   const TrainingFiles& files, TrainedRun trained) {
    for (const Target& target : {Target{"--save", files.save}, Target{"--metrics", files.metrics},
                                 Target{"--checkpoint", files.checkpoint}})
        checkNotRead(target, dataset);
    Run& run = trained.run();
    MetricsFile metrics(files.metrics, trainer.status().epoch);
    CheckpointFile checkpoint(files.checkpoint, files.checkpointSeconds, trained.session, trained.index);
    // Whatever fails, what was learnt is saved, and each file is tried whether or not the other could be
    // written.
    Attempts attempts;
    attempts.attempt([&] {
        if (checkpoint.isWanted()) {
            update(run, trainer);
            checkpoint.write(run);
        }
        train(trainer, metrics, run, checkpoint);
    });
    const std::string failure = attempts.failure();
    if (checkpoint.isWanted()) {
        attempts.attempt([&] {
            update(run, trainer);
            if (!failure.empty()) {
                run.status.phase = Phase::Failed;
                run.status.failure = failure;
            }
            checkpoint.writeLast(run);
        });
    }
    if (!files.save.empty()) attempts.attempt([&] { saveTrained(files.save, trainer, dataset, split, run); });
    attempts.rethrowFirst();
}

} // namespace latent
