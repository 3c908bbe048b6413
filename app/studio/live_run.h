// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/train_controller.h"
#include "core/data/open_options.h"
#include "core/run/run.h"
#include "core/train/loss_history.h"
#include "ui/state/exploration.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace latent {

/// A run in memory: its images, its settings and its trainer. Decides when a change begins a new run and when
/// it goes to the present one. GUI thread.
class LiveRun : public QObject {
    Q_OBJECT
  public:
    explicit LiveRun(Exploration* exploration, QObject* parent = nullptr);

    const Configuration& configuration() const { return m_asked; }
    const TrainingStatus& status() const { return m_training.status(); }
    const LossHistory& history() const { return m_history; }
    /// Whether the run is past its first step: then network, likelihood, batch and seed stay until reset().
    bool hasStarted() const { return m_started; }
    /// The newest model of training; null: there is none yet.
    const SnapshotPtr& newest() const { return m_newest; }
    /// The newest model, to be saved. Only with one.
    ModelFile modelFile() const;
    /// Name, note, colour, where it came from; its numbers are those of the last state.
    const RunInfo& info() const { return m_kept; }
    /// The run as of the last state, to be kept; the rest of its data's identity is for whoever has time to
    /// read all pixels. Only once it hasStarted().
    const Run& kept() const { return m_kept; }
    void identify(const std::string& name, const std::string& note, int colour);
    DatasetPtr dataset() const { return m_exploration->dataset(); }
    /// False: none are open yet, or a model is shown without them.
    bool hasImages() const { return dataset() && dataset()->size() > 0; }
    const ImageSplit& split() const { return m_split; }
    /// How the images were opened.
    const OpenOptions& opened() const { return m_opened; }
    /// Of the opened model and the open images; see opened_model.h. Empty: none.
    QString pixelNotice() const;
    QString heldOutNotice() const;
    /// Once for each opened model, when the set that it was trained on is open: the options that hold out the
    /// same images, unless they are held out already. asOpened: how the set was opened.
    std::optional<OpenOptions> takeReopening(const OpenOptions& asOpened);

  public slots:
    /// split: which of its images are held out, and how they were chosen. opened: how it was opened. taken:
    /// called when the last run is safe and this set is in its place.
    void setDataset(const latent::DatasetPtr& dataset, const latent::ImageSplit& split = {},
                    const latent::OpenOptions& opened = {}, const std::function<void()>& taken = {});
    /// Goes on with a run that was kept, on its images: paused, where it was. A run without a state begins
    /// anew from its model.
    void resume(const latent::DatasetPtr& dataset, const latent::Run& run, const latent::OpenOptions& opened);
    /// Shows the newest model of a run whose images are missing; it cannot be trained. Nothing where the run
    /// has none.
    void showWithoutImages(const latent::Run& run);
    /// A new run from the weights of a moment of this one, with its settings.
    void branch(const latent::SnapshotPtr& from);
    /// A new run with these settings on the present images.
    void beginWith(const latent::Configuration& configuration);
    /// From now on the state of a run is kept every so often, and before another run begins.
    void keepStates(std::chrono::milliseconds interval);
    /// Brings stateKept() up to the present step; at once where it is so already.
    void requestState();
    void setArchitecture(const latent::Architecture& sizes);
    void setObjective(const latent::Objective& objective);
    void setTraining(const latent::TrainingSettings& settings);
    void toggleTraining();
    void stepOnce();
    /// Fresh weights, step 0.
    void reset();
    /// Whether somebody may be looking at the run.
    void setWatched(bool watched);
    /// For the next run that begins.
    void setThreads(int threads) { m_asked.training.threads = threads; }
    /// Takes over weights and configuration; waits for a set of fitting images if there is none yet.
    /// False, and refused() says why, where the open set does not fit: then nothing changes.
    /// opened: called when the last run is safe and the model is in its place.
    bool openModel(const latent::ModelFile& file, const std::function<void()>& opened = {});

  signals:
    void configurationChanged(const latent::Configuration& configuration);
    void statusChanged(const latent::TrainingStatus& status);
    void startedChanged(bool started);
    void historyChanged(const latent::LossHistory& history);
    void epochFinished(const latent::EpochRecord& epoch);
    /// Fresh weights, or those of an opened model: nothing is known of them yet.
    void prepared();
    /// kept() is new.
    void stateKept();
    /// Asked for by requestState(): kept() is up to date and the run rests.
    void rests();
    void newestChanged(const latent::SnapshotPtr& snapshot);
    void refused(const QString& sentence);

  private:
    void prepare();
    void showDataset(const DatasetPtr& dataset);
    void takeRecord(const Run& run);
    bool refuseWithoutImages();
    void leave(std::function<void()> next);
    void begin();
    ModelFile fileOf(const Model& model, std::int64_t step, const PosteriorStatistics& posterior) const;
    void takeState(const TrainingStatePtr& state, bool requested);
    void keep(const TrainingStatePtr& state);
    void noteChange();
    void takeUsualEpochs(const ImageDataset& dataset);
    int lastEpoch() const;
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
    std::vector<EpochRecord> m_epochs;
    SnapshotPtr m_newest;
    OpenOptions m_opened;
    Run m_kept;
    bool m_keepsStates = false;
    std::function<void()> m_next; // once the present run's state is kept
    QTimer m_prepareSoon;         // gathers the edits of a slider that is being dragged
    TrainController m_training;
};

} // namespace latent
