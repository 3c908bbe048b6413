// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/train_controller.h"
#include "core/train/loss_history.h"
#include "core/train/model_file.h"
#include "ui/exploration.h"

#include <QObject>
#include <QTimer>

namespace latent {

/// What is open and what is asked for: the data set, the configuration and the run. Decides when a change
/// needs a new trainer and when it goes to the running one. GUI thread.
class Session : public QObject {
    Q_OBJECT
  public:
    explicit Session(Exploration* exploration, QObject* parent = nullptr);

    const Configuration& configuration() const { return m_asked; }
    const TrainingStatus& status() const { return m_training.status(); }
    const LossHistory& history() const { return m_history; }
    /// Whether the run is past its first step: then network, likelihood, batch and seed stay until reset().
    bool hasStarted() const { return m_started; }
    /// The present model, to be saved. Only with a snapshot.
    ModelFile modelFile() const;
    /// One sentence where the open images became bytes by another rule than those of the opened model; else
    /// empty.
    QString pixelNotice() const;

  public slots:
    void setDataset(const latent::DatasetPtr& dataset);
    void setArchitecture(const latent::Architecture& sizes);
    void setObjective(const latent::Objective& objective);
    void setTraining(const latent::TrainingSettings& settings);
    void toggleTraining();
    void stepOnce();
    /// Fresh weights, step 0.
    void reset();
    /// Whether somebody may be looking at the run.
    void setWatched(bool watched);
    /// Takes over weights and configuration; waits for a set of fitting images if there is none yet.
    /// False, and refused() says why, where the open set does not fit: then nothing changes.
    bool openModel(const latent::ModelFile& file);

  signals:
    void configurationChanged(const latent::Configuration& configuration);
    void statusChanged(const latent::TrainingStatus& status);
    void startedChanged(bool started);
    void historyChanged(const latent::LossHistory& history);
    void epochFinished(const latent::EpochRecord& epoch);
    /// Fresh weights, or those of an opened model: nothing is known of them yet.
    void prepared();
    void refused(const QString& sentence);

  private:
    void prepare();
    void takeUsualEpochs(const ImageDataset& dataset);
    void refuse(const ImageShape& model, const ImageDataset& dataset);
    void setStarted(bool started);
    void takeSnapshot(const SnapshotPtr& snapshot);
    void takeStatus(const TrainingStatus& status);

    Exploration* m_exploration;
    int m_usualEpochs = TrainingSettings{}.epochs; // of the present data
    Configuration m_asked;
    std::shared_ptr<const ModelFile> m_start; // an opened model, until reset
    bool m_started = false;
    LossHistory m_history;
    QTimer m_prepareSoon; // gathers the edits of a slider that is being dragged
    TrainController m_training;
};

} // namespace latent
