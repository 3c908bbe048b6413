// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/training_state.h"

#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace latent {

/// What a training thread has to tell since the last look.
struct Mail {
    std::vector<StepRecord> steps;        // all of them
    std::vector<EpochRecord> epochs;      // all of them
    SnapshotPtr snapshot;                 // the newest; null: none since
    TrainingStatePtr state;               // the newest; null: none since
    bool stateRequested = false;          // by TrainingWorker::requestState(), since the last look
    std::size_t stepsAtState = 0;         // so many of the steps above are part of it
    std::size_t epochsAtState = 0;        // and of the epochs
    std::optional<TrainingStatus> status; // the newest
    int run = 0;                          // which trainer it is of; see TrainingWorker::prepare
};

/// Between the training thread, which posts, and one reader. Losses are kept all; of snapshots, states
/// and status the newest. Calls `wake` (on the posting thread) when mail lies ready and the reader has not
/// yet been woken since its last take(). Steps do not wake: they come by the hundred a second, and a snapshot
/// follows.
class Mailbox {
  public:
    explicit Mailbox(std::function<void()> wake)
        : m_wake(std::move(wake)) {}

    void postStep(const StepRecord& record);
    void postEpoch(EpochRecord record);
    void postSnapshot(SnapshotPtr snapshot, TrainingStatus status);
    void postState(TrainingStatePtr state, bool requested);
    void postStatus(TrainingStatus status);
    /// Drops what lies there: another trainer begins.
    void beginRun(int run);

    /// Whether the last snapshot still waits to be taken: then a newer one is not worth copying.
    bool snapshotWaits() const;
    Mail take();

  private:
    template <class Change>
    void post(Change change);

    std::function<void()> m_wake;
    mutable std::mutex m_mutex;
    Mail m_mail;
    bool m_woken = false;
};

} // namespace latent
