// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"
#include "core/run/session_file.h"
#include "core/train/trainer.h"

// What `train` shares with `train --resume`.
namespace latent {

/// A run and the session that it belongs to.
struct TrainedRun {
    SessionFile session;
    std::size_t index = 0; // of the run

    Run& run() { return session.runs[index]; }
};

/// Opens the data; says what was read. Throws Cancelled where the person interrupts.
DatasetPtr openForTraining(const std::string& data, OpenOptions options);

/// Throws UsageError or OutputError for files that cannot be written or would overwrite something. resumed:
/// the session that is gone on with, which its own checkpoint may replace; empty: none.
void checkTrainingFiles(const TrainingFiles& files, const std::string& data, const std::string& resumed = {});

/// Trains until the epochs are done or the person interrupts, and writes what is asked for, whatever happens.
/// The model goes into the file with this split. Throws NonFiniteLoss, OutputError.
void trainToTheEnd(Trainer& trainer, const ImageDataset& dataset, const ImageSplit& split,
                   const TrainingFiles& files, TrainedRun trained);

} // namespace latent
