// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/train_controller.h"
#include "core/data/open_options.h"
#include "core/train/loss_history.h"
#include "core/train/model_file.h"
#include "ui/state/exploration.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace latent {

/// What is open and what is asked for: the data set, the configuration and the run. Decides when a change
/// needs a new trainer and when it goes to the running one. GUI thread.
class LiveRun : public QObject {
    Q_OBJECT
  public:
    explicit LiveRun(Exploration* exploration, QObject* parent = nullptr);

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
    /// One sentence where other images of the same set are held out than when the opened model was trained;
    /// else empty.
    QString heldOutNotice() const;
    /// Once for each opened model, when the set that it was trained on is open: the options that hold out the
    /// same images, unless they are held out already. asOpened: how the set was opened.
    std::optional<OpenOptions> takeReopening(const OpenOptions& asOpened);

  public slots:
    /// split: which of its images are held out, and how they were chosen.
    void setDataset(const latent::DatasetPtr& dataset, const latent::ImageSplit& split = {});
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
    int lastEpoch() const;
    ImageSplit splitOfModel() const;
    bool modelKnowsImages() const;
    void refuse(const ImageShape& model, const ImageDataset& dataset);
    void setStarted(bool started);
    void takeSnapshot(const SnapshotPtr& snapshot);
    void takeStatus(const TrainingStatus& status);

    Exploration* m_exploration;
    ImageSplit m_split;                            // of the present data
    int m_usualEpochs = TrainingSettings{}.epochs; // of the present data
    Configuration m_asked;                         // its epochs are those of one press of Train
    int m_continuedAt = 0;                         // epochs that were done when a finished run was continued
    std::shared_ptr<const ModelFile> m_start;      // an opened model, until reset
    bool m_reopeningDue = false;                   // its own held-out images are not yet looked for
    bool m_started = false;
    LossHistory m_history;
    QTimer m_prepareSoon; // gathers the edits of a slider that is being dragged
    TrainController m_training;
};

} // namespace latent
