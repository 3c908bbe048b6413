// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"
#include "core/train/trainer.h"
#include "tests/train/tiny_dataset.h"

namespace latent::test {

inline Configuration smallConfiguration(const ImageDataset& dataset) {
    Configuration configuration;
    configuration.architecture = {.shape = dataset.shape, .hidden = {12}, .latent = 3};
    configuration.training.batch = 16;
    configuration.training.epochs = 4;
    configuration.training.threads = 1;
    return configuration;
}

/// A run that has trained so many steps on a tiny set, with all its parts.
inline Run someRun(const std::string& name, const Configuration& configuration, const DatasetPtr& dataset,
                   int steps = 12) {
    Run run;
    run.id = newRunId();
    run.name = name;
    run.note = "a note\nof two lines “é”";
    run.colour = 3;
    run.created = 1'700'000'000'123;
    run.configuration = configuration;
    run.data = identityOf(*dataset, {.seed = 7});
    Trainer trainer(dataset, configuration);
    for (int i = 0; i < steps; ++i) {
        if (trainer.epochEnded()) {
            run.epochs.push_back(trainer.finishEpoch());
            run.history.appendTest(run.epochs.back());
        }
        run.history.append(trainer.step());
    }
    run.status = trainer.status();
    run.status.phase = TrainingStatus::Phase::Paused;
    run.state = trainer.state();
    ModelFile model;
    model.model = trainer.model();
    model.configuration = trainer.configuration();
    model.dataset = dataset->name;
    model.steps = run.state->step;
    model.posterior = trainer.snapshot()->posterior;
    run.model = std::make_shared<const ModelFile>(std::move(model));
    summarise(run);
    return run;
}

} // namespace latent::test
