// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/snapshot.h"

#include <optional>
#include <string>

namespace latent {

/// One step's loss on its batch.
struct StepRecord {
    std::int64_t step = 0;
    double seconds = 0; // of training, pauses left out
    LossTerms train;
};

/// One finished epoch. The test loss is with noise where the model has noise, and without corruption.
struct EpochRecord {
    int epoch = 0; // from 1
    std::int64_t step = 0;
    double seconds = 0;      // this epoch's training, test evaluation left out
    double totalSeconds = 0; // of training since the start
    LossTerms train;         // mean over the epoch's batches
    LossTerms test;
    std::optional<LossTerms> validation; // of the held-out training images, where the run stops early
    PosteriorStatistics posterior;       // of the test images
    double squaredError = 0;             // of the test images' decodings of a sample: a pixel's, 0 … 1
};

struct TrainingStatus {
    enum class Phase { Idle, Running, Paused, Finished, Failed };
    Phase phase = Phase::Idle;
    std::int64_t step = 0;
    int epoch = 0;        // finished epochs
    int epochs = 0;       // 0: open-ended
    int batchInEpoch = 0; // finished batches of the current epoch
    int batchesPerEpoch = 0;
    double imagesPerSecond = 0;
    double secondsLeft = 0;   // of training; 0 where open-ended or unknown
    bool encodingAll = false; // the exact re-encode is under way
    bool averaged = false;    // what is shown is the running average, but codes are of the latest weights
    std::string failure;      // one sentence; empty unless Failed

    /// 0 … 1; of the current epoch where open-ended.
    double fraction() const {
        const double inEpoch = batchesPerEpoch > 0 ? static_cast<double>(batchInEpoch) / batchesPerEpoch : 0;
        return epochs > 0 ? (epoch + inEpoch) / epochs : inEpoch;
    }
};

} // namespace latent
