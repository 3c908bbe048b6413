// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/live_run.h"

#include "app/studio/opened_model.h"
#include "core/base/cores.h"
#include "core/train/schedule.h"

#include <QDateTime>

#include <utility>

namespace latent {
namespace {

constexpr int kPrepareDelayMs = 150;

QString sizeText(const ImageShape& shape) {
    const QString size = QStringLiteral("%1×%2").arg(shape.width).arg(shape.height);
    return shape.channels == 1 ? size : size + QStringLiteral("×%1").arg(shape.channels);
}

// Megabytes are copied only where they come from another machine.
TrainingStatePtr withThreads(const TrainingStatePtr& state, int threads) {
    if (state->configuration.training.threads == threads) return state;
    auto changed = std::make_shared<TrainingState>(*state);
    changed->configuration.training.threads = threads;
    return changed;
}

} // namespace

LiveRun::LiveRun(Exploration* exploration, QObject* parent)
    : QObject(parent)
    , m_exploration(exploration) {
    m_asked.training.threads = coreCount();
    m_prepareSoon.setSingleShot(true);
    m_prepareSoon.setInterval(kPrepareDelayMs);
    connect(&m_prepareSoon, &QTimer::timeout, this, &LiveRun::prepare);
    connect(&m_training, &TrainController::snapshotReady, this, &LiveRun::takeSnapshot);
    connect(&m_training, &TrainController::statusChanged, this, &LiveRun::takeStatus);
    connect(&m_training, &TrainController::stateReady, this, &LiveRun::takeState);
    connect(&m_training, &TrainController::stepsReady, this, [this](std::span<const StepRecord> steps) {
        for (const StepRecord& step : steps) m_history.append(step);
        emit historyChanged(m_history);
    });
    connect(&m_training, &TrainController::epochsReady, this, [this](std::span<const EpochRecord> epochs) {
        for (const EpochRecord& epoch : epochs) m_history.appendTest(epoch);
        m_epochs.insert(m_epochs.end(), epochs.begin(), epochs.end());
        emit historyChanged(m_history);
        emit epochFinished(epochs.back());
    });
}

ModelFile LiveRun::modelFile() const {
    return fileOf(m_newest->model, m_newest->step, m_newest->posterior);
}

ModelFile LiveRun::fileOf(const Model& model, std::int64_t step, const PosteriorStatistics& posterior) const {
    const DatasetPtr dataset = m_exploration->dataset();
    ModelFile file;
    file.model = model;
    file.configuration = m_asked;
    file.configuration.architecture = model.architecture;
    file.configuration.training.epochs = lastEpoch();
    if (m_start && step == 0) { // it has learnt nothing from the open images
        file.dataset = m_start->dataset;
        file.pixelRule = m_start->pixelRule;
        file.split = m_start->split;
        file.splitStated = m_start->splitStated;
    } else if (dataset) {
        file.dataset = dataset->name;
        file.pixelRule = dataset->pixelRule;
        file.split = m_split;
    }
    file.steps = step;
    file.posterior = posterior;
    return file;
}

void LiveRun::setDataset(const DatasetPtr& dataset, const ImageSplit& split, const OpenOptions& opened,
                         const std::function<void()>& taken) {
    leave([this, dataset, split, opened, taken] {
        m_split = split;
        m_opened = opened;
        showDataset(dataset);
        if (m_start && m_start->model.architecture.shape != dataset->shape) {
            refuse(m_start->model.architecture.shape, *dataset);
            m_start.reset();
        }
        m_asked.architecture.shape = dataset->shape;
        takeUsualEpochs(*dataset);
        prepare();
        if (taken) taken();
    });
}

void LiveRun::showDataset(const DatasetPtr& dataset) {
    m_newest.reset();
    m_exploration->setSnapshot({}); // the old one's images have other sizes and numbers
    m_exploration->setDataset(dataset);
}

void LiveRun::resume(const DatasetPtr& dataset, const Run& run, const OpenOptions& opened) {
    leave([this, dataset, run, opened] {
        m_prepareSoon.stop();
        m_split = run.data.split;
        m_opened = opened;
        if (dataset != m_exploration->dataset()) showDataset(dataset);
        const int threads = m_asked.training.threads;
        m_asked = run.presentConfiguration();
        m_asked.training.threads = threads;
        m_usualEpochs = usualEpochs(static_cast<std::int64_t>(dataset->train.size()), m_asked.training.batch);
        m_start = run.state ? nullptr : run.model;
        if (!run.state) {
            prepare();
            return emit configurationChanged(m_asked);
        }
        // A finished run that was continued has more epochs than one press of Train asked for.
        const int asked = run.configuration.training.epochs;
        const int all = run.state->configuration.training.epochs;
        m_continuedAt = asked > 0 && all > asked ? all - asked : 0;
        m_asked.training.epochs = all - m_continuedAt;
        m_training.resume(dataset, withThreads(run.state, threads));
        takeRecord(run);
    });
}

// What is known of a run that goes on.
void LiveRun::takeRecord(const Run& run) {
    m_kept = run;
    m_history = run.history;
    m_epochs = run.epochs;
    setStarted(true);
    emit prepared();
    emit configurationChanged(m_asked);
    emit historyChanged(m_history);
    if (!m_epochs.empty()) emit epochFinished(m_epochs.back());
}

void LiveRun::showWithoutImages(const Run& run) {
    const std::shared_ptr<const ModelFile> model = newestModel(run);
    if (!model) return;
    leave([this, run, model] {
        m_prepareSoon.stop();
        m_training.forget();
        auto none = std::make_shared<ImageDataset>();
        none->name = run.data.name;
        none->shape = model->model.architecture.shape;
        showDataset(none);
        const int threads = m_asked.training.threads;
        m_asked = run.presentConfiguration();
        m_asked.training.threads = threads;
        m_start.reset();
        takeRecord(run);
        emit statusChanged(status());
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->model = model->model;
        snapshot->step = model->steps;
        snapshot->posterior = model->posterior;
        takeSnapshot(snapshot);
    });
}

bool LiveRun::refuseWithoutImages() {
    if (!dataset()) return true;
    if (!hasImages())
        emit refused(tr("The images of this run are missing. Find them to train it on, or open others."));
    return !hasImages();
}

void LiveRun::keepStates(std::chrono::milliseconds interval) {
    m_keepsStates = true;
    m_training.worker().setStateInterval(interval);
}

// What a run has learnt since its last state is kept before anything replaces it.
void LiveRun::leave(std::function<void()> next) {
    const bool running = status().phase == TrainingStatus::Phase::Running;
    const bool behind = m_keepsStates && m_started && (running || m_kept.status.step < status().step);
    const bool onItsWay = m_next != nullptr;
    if (!behind && !onItsWay) return next();
    m_next = [earlier = std::exchange(m_next, nullptr), next = std::move(next)] {
        if (earlier) earlier();
        next();
    };
    if (onItsWay) return; // one state is enough
    m_training.worker().pause();
    m_training.worker().requestState();
}

void LiveRun::requestState() {
    leave([this] { emit rests(); });
}

void LiveRun::takeState(const TrainingStatePtr& state, bool requested) {
    if (state->step > 0) keep(state); // a run that has learnt nothing is none
    if (requested && m_next) std::exchange(m_next, nullptr)();
}

void LiveRun::keep(const TrainingStatePtr& state) {
    m_kept.history = m_history;
    m_kept.epochs = m_epochs;
    m_kept.state = state;
    m_kept.data.opened = m_opened;
    m_kept.data.split = m_split;
    m_kept.status = status();
    if (m_kept.status.phase == TrainingStatus::Phase::Running)
        m_kept.status.phase = TrainingStatus::Phase::Paused; // as it will be found
    summarise(m_kept);
    emit stateKept();
}

// The run's own record of what was asked of it, and from which step on.
void LiveRun::noteChange() {
    Configuration now = m_asked;
    now.training.epochs = lastEpoch();
    if (m_started)
        latent::noteChange(m_kept, status().step, now);
    else
        m_kept.configuration = now;
}

void LiveRun::identify(const std::string& name, const std::string& note, int colour) {
    m_kept.name = name;
    m_kept.note = note;
    m_kept.colour = colour;
}

void LiveRun::branch(const SnapshotPtr& from) {
    const auto start = std::make_shared<ModelFile>(fileOf(from->model, from->step, from->posterior));
    leave([this, start, parent = m_kept.id] {
        m_start = start;
        prepare();
        m_kept.parent = parent;
        m_kept.parentStep = start->steps;
        emit configurationChanged(m_asked);
    });
}

void LiveRun::beginWith(const Configuration& configuration) {
    leave([this, configuration] {
        const ImageShape shape = m_asked.architecture.shape;
        const int threads = m_asked.training.threads;
        m_asked = configuration;
        m_asked.architecture.shape = shape;
        m_asked.training.threads = threads;
        m_start.reset();
        prepare();
        emit configurationChanged(m_asked);
    });
}

// Only where nobody has chosen another number.
void LiveRun::takeUsualEpochs(const ImageDataset& dataset) {
    const int usual = usualEpochs(static_cast<std::int64_t>(dataset.train.size()), m_asked.training.batch);
    const bool chosen = m_asked.training.epochs != m_usualEpochs;
    m_usualEpochs = usual;
    if (chosen || m_asked.training.epochs == usual) return;
    m_asked.training.epochs = usual;
    emit configurationChanged(m_asked);
}

void LiveRun::setArchitecture(const Architecture& sizes) {
    if (m_started) return;
    const ImageShape shape = m_asked.architecture.shape;
    m_asked.architecture = sizes;
    m_asked.architecture.shape = shape; // the data set's business
    m_start.reset();                    // its weights have other sizes
    m_prepareSoon.start();
}

void LiveRun::setObjective(const Objective& objective) {
    const Likelihood likelihood = m_asked.objective.likelihood;
    m_asked.objective = objective;
    if (m_started)
        m_asked.objective.likelihood = likelihood; // nats of another would not go on from the run's
    else if (objective.likelihood != likelihood)
        return m_prepareSoon.start();
    m_training.worker().setObjective(m_asked.objective);
    noteChange();
}

void LiveRun::setTraining(const TrainingSettings& settings) {
    TrainingSettings live = m_asked.training;
    const bool otherEpochs = live.epochs != settings.epochs;
    live.learningRate = settings.learningRate;
    live.epochs = settings.epochs;
    const bool onlyLive = live == settings;
    if (m_started && !onlyLive) return;
    m_asked.training = settings;
    if (!onlyLive) return m_prepareSoon.start();
    m_training.worker().setLearningRate(settings.learningRate);
    if (otherEpochs) m_training.worker().setEpochs(lastEpoch());
    noteChange();
}

// At which the run ends; 0: open-ended.
int LiveRun::lastEpoch() const {
    return m_asked.training.epochs == 0 ? 0 : m_continuedAt + m_asked.training.epochs;
}

void LiveRun::toggleTraining() {
    using Phase = TrainingStatus::Phase;
    if (refuseWithoutImages()) return;
    if (m_prepareSoon.isActive()) prepare();
    if (m_next) return leave([this] { toggleTraining(); }); // it is meant for the run that comes
    TrainingWorker& worker = m_training.worker();
    if (status().phase == Phase::Running) return worker.pause();
    if (status().phase == Phase::Finished) {
        m_continuedAt = status().epoch;
        worker.setEpochs(lastEpoch());
        noteChange();
    }
    worker.run();
}

void LiveRun::stepOnce() {
    if (refuseWithoutImages()) return;
    if (m_prepareSoon.isActive()) prepare();
    if (m_next) return leave([this] { stepOnce(); });
    m_training.worker().stepOnce();
}

void LiveRun::setWatched(bool watched) {
    m_training.worker().setAttention(watched ? Attention::Watched : Attention::Unwatched);
}

void LiveRun::reset() {
    leave([this] {
        m_start.reset();
        prepare();
    });
}

void LiveRun::refuse(const ImageShape& model, const ImageDataset& dataset) {
    emit refused(tr("The model was made for images of %1; %2 has %3. Open fitting images first.")
                     .arg(sizeText(model), QString::fromStdString(dataset.name), sizeText(dataset.shape)));
}

bool LiveRun::openModel(const ModelFile& file, const std::function<void()>& opened) {
    const DatasetPtr dataset = m_exploration->dataset();
    const ImageShape& shape = file.model.architecture.shape;
    if (hasImages() && dataset->shape != shape) {
        refuse(shape, *dataset);
        return false;
    }
    leave([this, file, opened] {
        const int threads = m_asked.training.threads;
        m_asked = file.configuration;
        m_asked.training.threads = threads;
        m_start = std::make_shared<const ModelFile>(file);
        m_reopeningDue = true;
        emit configurationChanged(m_asked);
        prepare();
        if (opened) opened();
    });
    return true;
}

QString LiveRun::pixelNotice() const {
    return m_start && dataset() ? latent::pixelNotice(*m_start, *dataset()) : QString();
}

QString LiveRun::heldOutNotice() const {
    return m_start && dataset() ? latent::heldOutNotice(*m_start, *dataset(), m_split) : QString();
}

std::optional<OpenOptions> LiveRun::takeReopening(const OpenOptions& asOpened) {
    if (!m_reopeningDue || !m_start || !dataset() || dataset()->name != m_start->dataset) return {};
    m_reopeningDue = false;
    return reopeningFor(*m_start, *dataset(), m_split, asOpened);
}

void LiveRun::prepare() {
    m_prepareSoon.stop();
    if (!dataset()) return;
    if (hasImages()) {
        std::shared_ptr<const Model> start;
        if (m_start) start = {m_start, &m_start->model};
        m_training.prepare(dataset(), m_asked, start);
    } else {
        showDataset({}); // the model was all that there was to look at
    }
    m_continuedAt = 0;
    m_history.clear();
    m_epochs.clear();
    setStarted(false);
    begin();
    emit historyChanged(m_history);
    emit prepared();
}

void LiveRun::begin() {
    m_kept = Run();
    m_kept.id = newRunId();
    m_kept.created = QDateTime::currentMSecsSinceEpoch();
    noteChange();
}

void LiveRun::setStarted(bool started) {
    if (started == m_started) return;
    m_started = started;
    emit startedChanged(started);
}

void LiveRun::takeSnapshot(const SnapshotPtr& snapshot) {
    m_newest = snapshot;
    if (m_start && snapshot->posterior.empty()) {
        // Until its first step the trainer knows nothing of an opened model's posterior; the file does.
        auto known = std::make_shared<Snapshot>(*snapshot);
        known->posterior = m_start->posterior;
        m_newest = known;
    }
    emit newestChanged(m_newest);
    if (!m_exploration->moment() || !m_exploration->snapshot()) m_exploration->setSnapshot(m_newest);
}

void LiveRun::takeStatus(const TrainingStatus& status) {
    setStarted(status.step > 0 || status.phase == TrainingStatus::Phase::Running);
    emit statusChanged(status);
    // No state comes of a run that failed for want of memory: nothing waits for it.
    if (m_next && status.phase == TrainingStatus::Phase::Failed) std::exchange(m_next, nullptr)();
}

} // namespace latent
