// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/train.h"

#include "app/commands/common.h"
#include "app/commands/targets.h"
#include "app/commands/training_report.h"
#include "app/interrupt.h"
#include "app/metrics_json.h"
#include "core/data/pictures/pixel_cache.h"
#include "core/train/trainer.h"

#include <cerrno>
#include <cstring>
#include <exception>
#include <fstream>
#include <optional>

namespace latent {
namespace {

/// The lines of --metrics, each written as its epoch ends, so that they can be followed.
class Metrics {
  public:
    explicit Metrics(const std::string& target)
        : m_target(target) {
        if (target.empty() || target == "-") return;
        m_file.open(target, std::ios::trunc);
        check();
    }

    void add(const EpochRecord& record, const Objective& objective) {
        if (m_target.empty()) return;
        const std::string line = metricsLine(record, objective) + "\n";
        if (m_target == "-") return print(line);
        m_file << line << std::flush;
        check();
    }

  private:
    void check() const {
        if (!m_file) throw OutputError(m_target + ": cannot be written: " + std::strerror(errno));
    }

    std::string m_target;
    std::ofstream m_file;
};

DatasetPtr openData(const TrainCommand& command) {
    Progress progress;
    progress.report = [](double) {
        if (interrupted()) throw Cancelled();
    };
    OpenOptions options = command.opening;
    options.cacheFolder = defaultCacheFolder();
    const DatasetPtr dataset = openDataset(command.data, options, progress);
    tellWhatWasRead(command.data, *dataset);
    return dataset;
}

/// Runs until the epochs are done or the user interrupts. last: the last epoch that was finished.
void train(Trainer& trainer, Metrics& metrics, TrainingReport& report, std::optional<EpochRecord>& last) {
    while (!trainer.finished() && !interrupted()) {
        const StepRecord step = trainer.step();
        if (trainer.epochEnded()) {
            last = trainer.finishEpoch();
            const Objective& objective = trainer.model().objective;
            report.epoch(*last, trainer.configuration().training.epochs, objective);
            metrics.add(*last, objective);
        } else {
            report.step(trainer.status(), step);
        }
    }
    report.finish(trainer.status(), interrupted());
}

void saveTrained(const std::string& path, const Trainer& trainer, const ImageDataset& dataset,
                 const ImageSplit& split, const std::optional<EpochRecord>& last) {
    ModelFile file;
    file.model = trainer.model();
    file.configuration = trainer.configuration();
    file.dataset = dataset.name;
    file.pixelRule = dataset.pixelRule;
    file.split = split;
    file.steps = trainer.status().step;
    if (last) file.posterior = last->posterior;
    try {
        saveModel(path, file);
    } catch (const Error& error) {
        throw OutputError(error.what());
    }
}

} // namespace

void runTrain(const TrainCommand& command) {
    if (command.save == "-") throw UsageError("train: --save: a model cannot go to standard output");
    const Target model{"--save", command.save};
    const Target metricsFile{"--metrics", command.metrics, Target::Writing::InPlace};
    checkTargets({model, metricsFile}, {{"--data", command.data}});
    catchInterrupts();
    const DatasetPtr dataset = openData(command);
    for (const Target& target : {model, metricsFile}) checkNotRead(target, *dataset);
    Configuration configuration = command.configuration;
    configuration.architecture.shape = dataset->shape;
    validate(configuration);
    Metrics metrics(command.metrics);
    Trainer trainer(dataset, configuration);
    TrainingReport report;
    std::optional<EpochRecord> last;
    std::exception_ptr failure; // whatever happens, what was learnt is saved first
    try {
        train(trainer, metrics, report, last);
    } catch (...) {
        failure = std::current_exception();
    }
    report.clear();
    if (!command.save.empty())
        saveTrained(command.save, trainer, *dataset, splitOf(*dataset, command.opening), last);
    if (failure) std::rethrow_exception(failure);
}

} // namespace latent
