// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/trainer.h"
#include "tests/train/tiny_dataset.h"

namespace latent::test {

/// A small VAE, trained on the blobs for a second.
inline Model trainedModel(const DatasetPtr& dataset, int latentSize, Objective objective = {},
                          int epochs = 30) {
    Configuration configuration;
    configuration.architecture = {.shape = dataset->shape, .hidden = {32}, .latent = latentSize};
    configuration.objective = objective;
    configuration.training.batch = 32;
    configuration.training.epochs = epochs;
    configuration.training.threads = 1;
    Trainer trainer(dataset, configuration);
    while (!trainer.finished()) {
        trainer.step();
        if (trainer.epochEnded()) trainer.finishEpoch();
    }
    return trainer.model();
}

} // namespace latent::test
