// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/training_worker.h"
#include "ui/controls/replot_throttle.h"

#include <QObject>

#include <span>

namespace latent {

/// The training thread as the window sees it: commands go in, mail comes out as signals on the GUI thread.
/// Dies within one step of training.
class TrainController : public QObject {
    Q_OBJECT
  public:
    explicit TrainController(QObject* parent = nullptr);

    /// See TrainingWorker::prepare. From here on, only mail of the new trainer comes out.
    void prepare(DatasetPtr dataset, const Configuration& configuration,
                 std::shared_ptr<const Model> start = {});
    /// A trainer that goes on from the state.
    void resume(DatasetPtr dataset, TrainingStatePtr state);
    /// No more mail of the present trainer comes out.
    void forget();
    /// The other commands; each returns at once.
    TrainingWorker& worker() { return m_worker; }
    const TrainingStatus& status() const { return m_status; }

  signals:
    void stepsReady(std::span<const latent::StepRecord> steps);
    void epochsReady(std::span<const latent::EpochRecord> epochs);
    /// What came before it has been told, and what comes after it has not. Requested: by requestState().
    void stateReady(const latent::TrainingStatePtr& state, bool requested);
    void snapshotReady(const latent::SnapshotPtr& snapshot);
    void statusChanged(const latent::TrainingStatus& status);

  private:
    void readMail();
    void tellLosses(std::span<const StepRecord> steps, std::span<const EpochRecord> epochs);

    ReplotThrottle m_readSoon;
    TrainingStatus m_status;
    int m_run = 0;
    TrainingWorker m_worker; // last: its thread ends before anything above
};

} // namespace latent
