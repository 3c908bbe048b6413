// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/data_identity.h"
#include "core/train/loss_history.h"
#include "core/train/model_file.h"
#include "core/train/training_state.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace latent {

/// What was changed while a run trained.
struct ConfigurationChange {
    std::int64_t step = 0; // the first one with it, from 0
    Configuration configuration;

    bool operator==(const ConfigurationChange&) const = default;
};

/// What a list shows of a run: small.
struct RunInfo {
    std::string id;   // unique; see newRunId()
    std::string name; // for people
    std::string note;
    int colour = 0;                           // index into the palette of runs
    std::int64_t created = 0;                 // ms since 1970, UTC
    Configuration configuration;              // as the run began
    std::vector<ConfigurationChange> changes; // in the order of their steps
    DataIdentity data;
    TrainingStatus status; // phase, step, epoch, …
    double seconds = 0;    // of training
    std::string parent;    // id of the run that it was branched from; empty: none
    std::int64_t parentStep = 0;
    std::optional<LossTerms> lastTest; // nats an image
    std::vector<float> curve;          // training loss, total, evenly spaced over the steps; see lossCurve()

    /// With all changes.
    const Configuration& presentConfiguration() const {
        return changes.empty() ? configuration : changes.back().configuration;
    }
};

/// All that a run leaves but its moments (see Timeline). A value; large parts are shared and immutable.
struct Run : RunInfo {
    LossHistory history;
    std::vector<EpochRecord> epochs;
    std::shared_ptr<const ModelFile> model; // to look at; null: none was kept
    TrainingStatePtr state;                 // to go on; null: none was kept
};

/// The newest model of the run, of what is kept to look at or of its training state; null: none was kept.
std::shared_ptr<const ModelFile> newestModel(const Run& run);

/// One run of a file, without its large parts.
struct ListedRun {
    RunInfo info;
    std::uint64_t bytes = 0; // in the file, all parts
};

/// Sixteen hexadecimal digits that no other run is likely to have.
std::string newRunId();

/// The training curve of a list: at most `points` losses, evenly spaced over the steps.
std::vector<float> lossCurve(const LossHistory& history, std::size_t points = 48);

/// Notes that the run goes on from `step` with those settings of `configuration` that can change meanwhile;
/// of several changes before one step the last counts. A run has no more than kMaxChanges of them: further
/// ones take the place of the last.
inline constexpr std::size_t kMaxChanges = 4096;
void noteChange(RunInfo& run, std::int64_t step, const Configuration& configuration);

/// Makes the run one that ends where `state` was taken: forgets what came after it and keeps the state. A run
/// that is saved while it trains may be ahead of its state.
void goBackTo(Run& run, TrainingStatePtr state);

/// The run brought up to its history and state: status, seconds, curve and last test loss.
void summarise(Run& run);

} // namespace latent
