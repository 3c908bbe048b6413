// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench.h"

#include "app/memory_policy.h"
#include "app/path_text.h"
#include "app/resident_memory.h"
#include "core/data/image_files.h"
#include "core/data/sets/catalogue.h"
#include "core/data/sets/published_sets.h"
#include "ui/data/data_panel.h"
#include "ui/data/datasets_dialog.h"
#include "ui/data/open_question.h"
#include "ui/explore/sliders_panel.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_view.h"
#include "ui/settings/model_panel.h"
#include "ui/settings/training_panel.h"
#include "ui/walk/walk_view.h"
#include "ui/window/notice_bar.h"
#include "ui/window/top_bar.h"

#include <QFileInfo>
#include <QTabWidget>

namespace latent {
namespace {

constexpr int kMemoryIntervalMs = 1000;
constexpr qreal kPictureScale = 2;

/// A model is looked at with the default images until others are opened.
QString imagesFor(const QString& nameOrPath) {
    const bool none = nameOrPath.isEmpty() || isModelPath(nameOrPath);
    return none ? QString::fromStdString(catalogue().front().name) : nameOrPath;
}

PictureSource pictureOf(View* view) {
    PictureSource source{
        view->kind().name, [view] { return view->grabImage(kPictureScale); }, {}, view->pictureSize()};
    if (view->isPlot())
        source.render = [view](QPainter& painter, QSize size) { view->renderTo(painter, size); };
    return source;
}

} // namespace

Workbench::Workbench(std::filesystem::path settingsFile, const std::optional<QString>& toOpen,
                     const std::filesystem::path& sessions)
    : m_folder(settingsFile.parent_path())
    , m_memory(settingsFile.empty() ? settingsFile : m_folder / "data.json")
    , m_loading(&m_asker, &m_memory)
    , m_session(sessions, {&m_looking, &m_lookingHistory, &m_steps, &m_loading})
    , m_stage(&m_asker, &m_looking, Exploration::Role::Leads, m_session.momentsOf())
    , m_journey(exploration(), [this] { return m_stage.view<MapView>()->grabImage(1); })
    , m_downloads(publishedSets(), defaultPlaces().user) {
    const bool named = toOpen && !toOpen->isEmpty();
    if (named && !isSessionPath(*toOpen)) m_loading.open(imagesFor(*toOpen));
    m_window = std::make_unique<MainWindow>(makeParts(), std::move(settingsFile));
    m_window->setUndoStack(&m_steps);
    m_files = new FileActions(m_window.get());
    m_session.setFront(run());
    m_desk = new DataDesk(&m_asker, exploration(), &m_loading, &m_memory, m_window.get());
    connectData();
    connectDesk();
    connect(&m_downloads, &DownloadController::finished, this, &Workbench::showCatalogue);
    connectModelAndTraining();
    connectTopBar();
    connectStage(&m_stage);
    connectFiles();
    connectFileManager();
    showConfiguration(run()->configuration());
    showStatus(run()->status());
    connectSession();
    connectJourney();
    if (toOpen) begin(*toOpen);
}

// What is named on the command line comes before what the last window left.
void Workbench::begin(const QString& toOpen) {
    showCatalogue();
    if (m_session.comeBack(toOpen.isEmpty())) return;
    if (isSessionPath(toOpen)) return m_sessions->open(pathToBytes(toOpen));
    const QString left = m_session.leftData();
    const QString images = toOpen.isEmpty() && !left.isEmpty() ? left : imagesFor(toOpen);
    if (toOpen.isEmpty()) m_loading.open(images);
    m_data->showLoading(images);
    if (isModelPath(toOpen)) m_files->readModel(toOpen);
}

Workbench::~Workbench() = default;

MainWindow::Parts Workbench::makeParts() {
    m_topBar = new TopBar;
    m_data = new DataPanel;
    m_model = new ModelPanel;
    m_training = new TrainingPanel;
    return {m_topBar, {m_data, m_model, m_training}, m_stage.views()};
}

void Workbench::open(const QString& nameOrPath) {
    showCatalogue();
    if (isSessionPath(nameOrPath)) return m_sessions->open(pathToBytes(nameOrPath));
    if (isModelPath(nameOrPath)) m_files->readModel(nameOrPath);
    m_loading.open(imagesFor(nameOrPath));
}

void Workbench::showCatalogue() {
    const std::vector<CatalogueEntry> entries = catalogue();
    m_data->setCatalogue(entries);
    m_topBar->setCatalogue(entries);
    if (m_datasets != nullptr) m_datasets->setCatalogue(entries);
    showRecent();
}

void Workbench::showRecent() {
    const QStringList recent = m_desk->recent();
    m_data->setRecent(recent);
    m_topBar->setRecent(recent);
}

void Workbench::showDatasets() {
    if (m_datasets == nullptr) makeDatasets();
    showCatalogue(); // a package may have been installed meanwhile
    m_datasets->show();
    m_datasets->raise();
    m_datasets->activateWindow();
}

// Not before it is asked for: the window is to be there at once.
void Workbench::makeDatasets() {
    m_datasets = new DatasetsDialog(publishedSets(), m_window.get());
    connect(m_datasets, &DatasetsDialog::getRequested, &m_downloads, &DownloadController::get);
    connect(m_datasets, &DatasetsDialog::pauseRequested, &m_downloads, &DownloadController::pause);
    connect(m_datasets, &DatasetsDialog::resumeRequested, &m_downloads, &DownloadController::resume);
    connect(m_datasets, &DatasetsDialog::cancelRequested, &m_downloads, &DownloadController::cancel);
    connect(m_datasets, &DatasetsDialog::openRequested, this, [this](const QString& name) {
        m_datasets->hide();
        m_loading.open(name);
    });
    connect(&m_downloads, &DownloadController::statusChanged, m_datasets, &DatasetsDialog::showStatus);
}

void Workbench::connectData() {
    connect(m_data, &DataPanel::datasetChosen, &m_loading, &LoadController::open);
    connect(m_topBar, &TopBar::datasetChosen, &m_loading, &LoadController::open);
    connect(m_data, &DataPanel::moreRequested, this, &Workbench::showDatasets);
    connect(m_topBar, &TopBar::moreDataRequested, this, &Workbench::showDatasets);
    connect(m_data, &DataPanel::openRequested, m_files, &FileActions::chooseDataset);
    connect(m_topBar, &TopBar::openDataRequested, m_files, &FileActions::chooseDataset);
    connect(m_topBar, &TopBar::openFolderRequested, m_files, &FileActions::chooseDatasetFolder);
    connect(m_files, &FileActions::datasetChosen, &m_loading, &LoadController::open);
    connect(m_data, &DataPanel::loadCancelled, &m_loading, &LoadController::cancel);
    connect(&m_loading, &LoadController::started, m_data, &DataPanel::showLoading);
    connect(&m_loading, &LoadController::progressed, m_data, &DataPanel::showProgress);
    connect(&m_loading, &LoadController::failed, this, [this](const QString& sentence) {
        m_data->showFailure(sentence);
        if (!m_data->isVisible()) showFailure(sentence); // the controls are folded
    });
    connect(&m_loading, &LoadController::cancelled, m_data, &DataPanel::showIdle);
    connect(&m_loading, &LoadController::asked, this, &Workbench::askAboutData);
    connect(&m_loading, &LoadController::loaded, this, &Workbench::takeDataset);
}

void Workbench::takeDataset(const DatasetPtr& asRead) {
    m_sides->closeAll(); // they are about the images before
    const DatasetPtr dataset = m_desk->take(asRead);
    const OpenOptions opened = m_loading.options();
    m_session.takeDataset(dataset, splitOf(*dataset, opened), opened, [this, dataset] {
        m_data->showDataset(dataset);
        m_topBar->showDataset(dataset);
        if (reopenAsTrained()) return;
        for (const QString& notice : {run()->pixelNotice(), run()->heldOutNotice()})
            if (!notice.isEmpty()) showFailure(notice);
    });
}

void Workbench::askAboutData(const QString& nameOrPath, const OpenOptions& options,
                             const OpenQuestion& question) {
    m_data->showIdle(); // what was open stays open
    if (m_question == nullptr) {
        m_question = new OpenQuestionDialog(m_window.get());
        connect(m_question, &OpenQuestionDialog::answered, &m_loading, &LoadController::openWith);
        connect(&m_loading, &LoadController::started, m_question, &QWidget::hide);
    }
    m_question->ask(nameOrPath, options, question);
}

void Workbench::connectDesk() {
    connect(m_data, &DataPanel::detailsRequested, m_desk, &DataDesk::showPage);
    connect(m_topBar, &TopBar::detailsRequested, m_desk, &DataDesk::showPage);
    connect(m_desk, &DataDesk::recentChanged, this, &Workbench::showRecent);
}

void Workbench::connectModelAndTraining() {
    connect(m_model, &ModelPanel::architectureEdited, run(), [this] {
        run()->setArchitecture(m_model->architectureAsked());
        m_topBar->showModel(m_model->preset(), m_model->architectureAsked().latent);
    });
    connect(m_model, &ModelPanel::objectiveEdited, run(), &LiveRun::setObjective);
    connect(m_model, &ModelPanel::presetChanged, this,
            [this](Preset preset) { m_topBar->showModel(preset, m_model->architectureAsked().latent); });
    connect(m_training, &TrainingPanel::settingsEdited, run(), &LiveRun::setTraining);
    connect(run(), &LiveRun::startedChanged, m_model, &ModelPanel::setRunning);
    connect(run(), &LiveRun::startedChanged, m_training, &TrainingPanel::setRunning);
    connect(run(), &LiveRun::configurationChanged, this, &Workbench::showConfiguration);
    connect(run(), &LiveRun::statusChanged, this, &Workbench::showStatus);
    const auto* const sliders = m_stage.view<SlidersPanel>();
    connect(sliders, &SlidersPanel::decodeTimed, m_window.get(), &MainWindow::showDecodeTime);
    connect(m_window.get(), &MainWindow::sampleRequested, sliders, &SlidersPanel::drawPoint);
    connect(m_window.get(), &MainWindow::zeroRequested, sliders, &SlidersPanel::zero);
}

void Workbench::connectTopBar() {
    connect(m_topBar, &TopBar::trainToggled, run(), &LiveRun::toggleTraining);
    connect(m_topBar, &TopBar::stepRequested, run(), &LiveRun::stepOnce);
    connect(m_topBar, &TopBar::resetRequested, run(), &LiveRun::reset);
    connect(m_topBar, &TopBar::presetChosen, m_model, &ModelPanel::choosePreset);
    const auto showRaw = [this](bool raw) {
        m_data->setRawPixels(raw);
        for (View* const view : m_window->views()) view->setRawPixels(raw);
        m_desk->setRawPixels(raw);
    };
    connect(m_topBar, &TopBar::rawPixelsToggled, this, showRaw);
    showRaw(m_topBar->rawPixels());
    connect(&m_memoryTimer, &QTimer::timeout, this, [this] {
        returnFreeMemory();
        m_window->showMemory(residentMemory());
    });
    m_memoryTimer.start(kMemoryIntervalMs);
}

void Workbench::connectStage(Stage* stage) {
    connect(stage, &Stage::failed, this, &Workbench::showFailure);
    connect(stage, &Stage::fileActionRequested, this, &Workbench::actOnFile);
    connect(stage->view<WalkView>(), &WalkView::saveRequested, m_files, &FileActions::chooseWhereToSaveWalk);
    MapCanvas* const canvas = stage->view<MapView>()->canvas();
    connect(&m_motion, &DesktopMotion::reducedChanged, canvas, &MapCanvas::setMotionReduced);
    canvas->setMotionReduced(m_motion.isReduced());
    for (View* const view : stage->views()) view->setRawPixels(m_topBar->rawPixels());
}

void Workbench::connectFiles() {
    connect(m_topBar, &TopBar::openModelRequested, m_files, &FileActions::chooseModel);
    connect(m_topBar, &TopBar::saveModelRequested, this, [this] {
        if (run()->newest()) m_files->chooseWhereToSaveModel(run()->modelFile());
    });
    connect(m_topBar, &TopBar::savePictureRequested, this,
            [this](View* view) { m_files->chooseWhereToSavePicture(pictureOf(view)); });
    connect(m_files, &FileActions::modelRead, this, &Workbench::openModelFile);
    connect(m_files, &FileActions::failed, this, &Workbench::showFailure);
    connect(m_files, &FileActions::saved, m_window->notices(), [this](const QString& path) {
        m_window->notices()->showInfo(tr("Saved %1").arg(QFileInfo(path).fileName()));
    });
    connect(m_window.get(), &MainWindow::fileDropped, this, [this](const QString& path) {
        if (isSessionPath(path))
            m_sessions->open(pathToBytes(path));
        else if (isModelPath(path))
            m_files->readModel(path);
        else
            m_loading.open(path);
    });
}

void Workbench::connectFileManager() {
    connect(m_desk, &DataDesk::fileActionRequested, this, &Workbench::actOnFile);
    connect(&m_fileManager, &FileManager::failed, this, &Workbench::showFailure);
}

void Workbench::actOnFile(Index image, FileAction action) {
    const DatasetPtr dataset = exploration()->dataset();
    if (!dataset) return;
    const std::filesystem::path file = fileOf(*dataset, image);
    if (action == FileAction::Open)
        m_fileManager.open(file);
    else
        m_fileManager.showInFolder(file);
}

// Where the opened model was tested on other images of the open set than those that are held out.
bool Workbench::reopenAsTrained() {
    const std::optional<OpenOptions> options = run()->takeReopening(m_loading.options());
    if (!options) return false;
    const QString origin = pathFromBytes(exploration()->dataset()->origin);
    m_loading.openWith(origin, *options);
    m_window->notices()->showInfo(
        tr("Opening %1 again, so that the images that the model was not trained on are held out")
            .arg(origin));
    return true;
}

void Workbench::openModelFile(const ModelFile& file, const QString& path) {
    run()->openModel(file, [this, path, dataset = file.dataset, pixelRule = file.pixelRule] {
        if (reopenAsTrained()) return;
        const QString notice = run()->pixelNotice();
        if (!notice.isEmpty()) return showFailure(notice);
        QString facts = tr("Opened %1").arg(QFileInfo(path).fileName());
        if (!dataset.empty()) facts += tr(" · trained on %1").arg(QString::fromStdString(dataset));
        if (!pixelRule.empty()) facts += tr(" · pixels: %1").arg(QString::fromStdString(pixelRule));
        m_window->notices()->showInfo(facts);
    });
}

void Workbench::connectSession() {
    connect(&m_session, &Session::failed, this, &Workbench::showFailure);
    connect(m_session.opener(), &RunOpener::nothingCameBack, &m_loading, [this] {
        const QString left = m_session.leftData();
        if (!left.isEmpty() || !exploration()->dataset())
            m_loading.open(left.isEmpty() ? imagesFor({}) : left);
    });
    m_sides = std::make_unique<SideBySide>(
        SideBySide::Parts{&m_asker, &m_looking, &m_session, &m_stage, m_window.get(), m_topBar});
    connect(m_sides.get(), &SideBySide::opened, this, &Workbench::connectStage);
    connect(m_sides.get(), &SideBySide::failed, this, &Workbench::showFailure);
    m_sessions = std::make_unique<SessionDesk>(
        m_session.root(),
        SessionDesk::Parts{&m_session, m_sides.get(), run(), m_files, m_window.get(), m_topBar});
}

void Workbench::connectJourney() {
    MapCanvas* const canvas = m_stage.view<MapView>()->canvas();
    connect(exploration(), &Exploration::momentsChanged, m_topBar,
            [this] { m_topBar->setHasJourney(exploration()->moments().size() > 1); });
    connect(m_topBar, &TopBar::saveJourneyRequested, m_files, &FileActions::chooseWhereToSaveJourney);
    connect(m_files, &FileActions::journeySaveChosen, this, [this, canvas](const QString& path) {
        canvas->setMotionReduced(true); // each frame shows its moment, none between two
        m_journey.record(pathToBytes(path));
    });
    connect(&m_journey, &JourneyRecorder::progressed, this, [this](int frame, int frames) {
        m_window->notices()->showInfo(tr("Recording moment %1 of %2").arg(frame).arg(frames));
    });
    connect(&m_journey, &JourneyRecorder::ended, canvas,
            [this, canvas] { canvas->setMotionReduced(m_motion.isReduced()); });
    connect(m_stage.travel(), &TimeTravel::lost, &m_journey, &JourneyRecorder::skip);
    connect(&m_journey, &JourneyRecorder::saved, m_files, &FileActions::saved);
    connect(&m_journey, &JourneyRecorder::failed, this, &Workbench::showFailure);
}

void Workbench::showConfiguration(const Configuration& configuration) {
    m_model->setArchitecture(configuration.architecture);
    m_model->setObjective(configuration.objective);
    m_training->setSettings(configuration.training);
    m_topBar->showModel(m_model->preset(), configuration.architecture.latent);
}

void Workbench::showStatus(const TrainingStatus& status) {
    m_topBar->showStatus(status);
    const int threads = run()->configuration().training.threads;
    m_window->showThreads(threads == 1 ? tr("Training on 1 thread")
                                       : tr("Training on %1 threads").arg(threads));
    if (!status.failure.empty()) showFailure(QString::fromStdString(status.failure));
}

void Workbench::showFailure(const QString& sentence) {
    m_window->notices()->showWarning(sentence);
}

} // namespace latent
