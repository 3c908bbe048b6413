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
#include "ui/diagnostics/diagnostics_panel.h"
#include "ui/explore/film_rows.h"
#include "ui/explore/inspector_panel.h"
#include "ui/explore/manifold_panel.h"
#include "ui/explore/prior_panel.h"
#include "ui/explore/sliders_panel.h"
#include "ui/loss/loss_view.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_view.h"
#include "ui/posterior/posterior_view.h"
#include "ui/settings/model_panel.h"
#include "ui/settings/training_panel.h"
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

} // namespace

Workbench::Workbench(std::filesystem::path settingsFile, const std::optional<QString>& toOpen)
    : m_folder(settingsFile.parent_path())
    , m_memory(settingsFile.empty() ? settingsFile : m_folder / "data.json")
    , m_loading(&m_asker, &m_memory)
    , m_session(&m_exploration)
    , m_exploring(&m_asker, &m_exploration)
    , m_diagnosing(&m_asker, &m_exploration)
    , m_downloads(publishedSets(), defaultPlaces().user) {
    if (toOpen) m_loading.open(imagesFor(*toOpen));
    makeViews();
    m_window = std::make_unique<MainWindow>(MainWindow::Views{.topBar = m_topBar,
                                                              .data = m_data,
                                                              .model = m_model,
                                                              .training = m_training,
                                                              .map = m_map,
                                                              .loss = m_loss,
                                                              .posterior = m_posterior,
                                                              .sliders = m_sliders,
                                                              .inspector = m_inspector,
                                                              .prior = m_prior,
                                                              .manifold = m_manifold,
                                                              .diagnostics = m_diagnostics},
                                            std::move(settingsFile));
    m_files = new FileActions(m_window.get());
    m_desk = new DataDesk(&m_asker, &m_exploration, &m_loading, &m_memory, m_window.get());
    m_keeper = new RunKeeper(
        m_folder, {&m_exploration, &m_session, m_files, &m_loading, &m_memory, m_window->notices()});
    connectData();
    connectDesk();
    connect(&m_downloads, &DownloadController::finished, this, &Workbench::showCatalogue);
    connectModelAndTraining();
    connectTopBar();
    connectExploring();
    connectDiagnostics();
    connectFiles();
    connectFileManager();
    showConfiguration(m_session.configuration());
    showStatus(m_session.status());
    showVisibleView();
    if (!toOpen) return;
    showCatalogue();
    m_data->showLoading(imagesFor(*toOpen));
    if (isModelPath(*toOpen)) m_files->readModel(*toOpen);
    if (toOpen->isEmpty()) m_keeper->offer();
}

Workbench::~Workbench() {
    m_window->tabs()->disconnect(this); // dying pages make others current, which are looked at no more
}

void Workbench::makeViews() {
    m_topBar = new TopBar;
    m_data = new DataPanel;
    m_model = new ModelPanel;
    m_training = new TrainingPanel;
    m_map = new MapView(&m_exploration);
    m_loss = new LossView;
    m_posterior = new PosteriorView(&m_exploration);
    m_sliders = new SlidersPanel(&m_exploration);
    m_inspector = new InspectorPanel(&m_exploration);
    m_prior = new PriorPanel(&m_exploration);
    m_manifold = new ManifoldPanel(&m_exploration);
    m_diagnostics = new DiagnosticsPanel(&m_exploration);
}

void Workbench::open(const QString& nameOrPath) {
    showCatalogue();
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
    connect(&m_loading, &LoadController::loaded, this, [this](const DatasetPtr& asRead) {
        m_keeper->keep();
        const DatasetPtr dataset = m_desk->take(asRead);
        m_session.setDataset(dataset, splitOf(*dataset, m_loading.options()));
        m_data->showDataset(dataset);
        m_topBar->showDataset(dataset);
        if (reopenAsTrained()) return;
        for (const QString& notice : {m_session.pixelNotice(), m_session.heldOutNotice()})
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
    connect(m_model, &ModelPanel::architectureEdited, &m_session, [this] {
        m_session.setArchitecture(m_model->architectureAsked());
        m_topBar->showModel(m_model->preset(), m_model->architectureAsked().latent);
    });
    connect(m_model, &ModelPanel::objectiveEdited, &m_session, &Session::setObjective);
    connect(m_model, &ModelPanel::presetChanged, this,
            [this](Preset preset) { m_topBar->showModel(preset, m_model->architectureAsked().latent); });
    connect(m_training, &TrainingPanel::settingsEdited, &m_session, &Session::setTraining);
    connect(&m_session, &Session::startedChanged, m_model, &ModelPanel::setRunning);
    connect(&m_session, &Session::startedChanged, m_training, &TrainingPanel::setRunning);
    connect(&m_session, &Session::configurationChanged, this, &Workbench::showConfiguration);
    connect(&m_session, &Session::statusChanged, this, &Workbench::showStatus);
    // Copying half a megabyte every few steps is too slow: copied as often as the curves are drawn.
    connect(&m_session, &Session::historyChanged, &m_historySoon, &ReplotThrottle::request);
    connect(&m_historySoon, &ReplotThrottle::due, m_loss, [this] {
        m_loss->setObjective(m_session.configuration().objective);
        m_loss->showHistory(m_session.history());
    });
    connect(&m_session, &Session::refused, this, &Workbench::showFailure);
}

void Workbench::setWatched(bool watched) {
    m_session.setWatched(watched);
    m_exploring.setWatched(watched);
    m_loss->setWatched(watched);
    m_historySoon.setInterval(watched ? ReplotThrottle::kGrowingMs : ReplotThrottle::kReadableMs);
}

void Workbench::connectTopBar() {
    connect(m_topBar, &TopBar::trainToggled, &m_session, &Session::toggleTraining);
    connect(m_topBar, &TopBar::stepRequested, &m_session, &Session::stepOnce);
    connect(m_topBar, &TopBar::resetRequested, m_keeper, &RunKeeper::keep); // before it is gone
    connect(m_topBar, &TopBar::resetRequested, &m_session, &Session::reset);
    connect(m_topBar, &TopBar::presetChosen, m_model, &ModelPanel::choosePreset);
    const auto showRaw = [this](bool raw) {
        m_data->setRawPixels(raw);
        m_map->setRawImages(raw);
        m_sliders->setRawPixels(raw);
        m_inspector->setRawPixels(raw);
        m_prior->setRawPixels(raw);
        m_manifold->setRawPixels(raw);
        m_diagnostics->setRawPixels(raw);
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

void Workbench::connectExploring() {
    connect(m_map->canvas(), &MapCanvas::watchedChanged, this, &Workbench::setWatched);
    connect(&m_motion, &DesktopMotion::reducedChanged, m_map->canvas(), &MapCanvas::setMotionReduced);
    m_map->canvas()->setMotionReduced(m_motion.isReduced());
    connect(m_window->tabs(), &QTabWidget::currentChanged, this, &Workbench::showVisibleView);
    connect(&m_exploring, &ExploreController::stripsReady, m_sliders, &SlidersPanel::showStrips);
    connect(&m_exploring, &ExploreController::nearestReady, m_sliders, &SlidersPanel::showNearest);
    connect(&m_exploring, &ExploreController::inspectionReady, m_inspector, &InspectorPanel::showInspection);
    connect(&m_exploring, &ExploreController::samplesReady, m_prior, &PriorPanel::showSamples);
    connect(&m_exploring, &ExploreController::manifoldReady, m_manifold, &ManifoldPanel::showManifold);
    connect(&m_exploring, &ExploreController::decodeTimed, m_window.get(), &MainWindow::showDecodeTime);
    connect(&m_exploring, &ExploreController::failed, this, &Workbench::showFailure);
    connect(m_sliders, &SlidersPanel::sampleRequested, &m_exploring, &ExploreController::drawPoint);
    connect(m_window.get(), &MainWindow::sampleRequested, &m_exploring, &ExploreController::drawPoint);
    connect(m_window.get(), &MainWindow::zeroRequested, m_sliders, &SlidersPanel::zero);
    connect(m_prior, &PriorPanel::drawRequested, &m_exploring,
            [this] { m_exploring.drawSamples(m_prior->count(), m_prior->columns(), m_prior->cellPixels()); });
    connect(m_sliders->filmRows(), &FilmRows::viewChanged, &m_exploring, &ExploreController::setStripsView);
    connect(m_manifold, &ManifoldPanel::manifoldAsked, &m_exploring, &ExploreController::askManifold);
}

void Workbench::connectDiagnostics() {
    connect(&m_session, &Session::epochFinished, m_diagnostics, &DiagnosticsPanel::showEpoch);
    connect(&m_session, &Session::prepared, m_diagnostics, &DiagnosticsPanel::startRun);
    connect(m_diagnostics, &DiagnosticsPanel::runRequested, &m_diagnosing, &DiagnosticsController::run);
    connect(m_diagnostics, &DiagnosticsPanel::cancelRequested, &m_diagnosing, &DiagnosticsController::cancel);
    connect(m_diagnostics, &DiagnosticsPanel::imageChosen, &m_exploration, &Exploration::select);
    connect(&m_diagnosing, &DiagnosticsController::started, m_diagnostics, &DiagnosticsPanel::showStarted);
    connect(&m_diagnosing, &DiagnosticsController::progressed, m_diagnostics,
            &DiagnosticsPanel::showProgress);
    connect(&m_diagnosing, &DiagnosticsController::ready, m_diagnostics, &DiagnosticsPanel::showReport);
    connect(&m_diagnosing, &DiagnosticsController::cancelled, m_diagnostics,
            &DiagnosticsPanel::showCancelled);
    connect(&m_diagnosing, &DiagnosticsController::failed, m_diagnostics, &DiagnosticsPanel::showFailure);
}

void Workbench::connectFiles() {
    connect(m_topBar, &TopBar::openModelRequested, m_files, &FileActions::chooseModel);
    connect(m_topBar, &TopBar::saveModelRequested, m_keeper, &RunKeeper::saveModel);
    connect(m_topBar, &TopBar::savePictureRequested, this,
            [this](const QString& view) { m_files->chooseWhereToSavePicture(picture(view)); });
    connect(m_files, &FileActions::modelRead, this, &Workbench::openModelFile);
    connect(m_files, &FileActions::failed, this, &Workbench::showFailure);
    connect(m_files, &FileActions::saved, m_window->notices(), [this](const QString& path) {
        m_window->notices()->showInfo(tr("Saved %1").arg(QFileInfo(path).fileName()));
    });
    connect(m_window.get(), &MainWindow::fileDropped, this, [this](const QString& path) {
        if (isModelPath(path))
            m_files->readModel(path);
        else
            m_loading.open(path);
    });
}

void Workbench::connectFileManager() {
    connect(m_map->canvas(), &MapCanvas::fileActionRequested, this, &Workbench::actOnFile);
    connect(m_inspector, &InspectorPanel::fileActionRequested, this, &Workbench::actOnFile);
    connect(m_desk, &DataDesk::fileActionRequested, this, &Workbench::actOnFile);
    connect(&m_fileManager, &FileManager::failed, this, &Workbench::showFailure);
}

void Workbench::actOnFile(Index image, FileAction action) {
    const DatasetPtr dataset = m_exploration.dataset();
    if (!dataset) return;
    const std::filesystem::path file = fileOf(*dataset, image);
    if (action == FileAction::Open)
        m_fileManager.open(file);
    else
        m_fileManager.showInFolder(file);
}

// Where the opened model was tested on other images of the open set than those that are held out.
bool Workbench::reopenAsTrained() {
    const std::optional<OpenOptions> options = m_session.takeReopening(m_loading.options());
    if (!options) return false;
    const QString origin = pathFromBytes(m_exploration.dataset()->origin);
    m_loading.openWith(origin, *options);
    m_window->notices()->showInfo(
        tr("Opening %1 again, so that the images that the model was not trained on are held out")
            .arg(origin));
    return true;
}

void Workbench::openModelFile(const ModelFile& file, const QString& path) {
    m_keeper->keep();
    if (!m_session.openModel(file)) return;
    if (reopenAsTrained()) return;
    const QString notice = m_session.pixelNotice();
    if (!notice.isEmpty()) return showFailure(notice);
    QString facts = tr("Opened %1").arg(QFileInfo(path).fileName());
    if (!file.dataset.empty()) facts += tr(" · trained on %1").arg(QString::fromStdString(file.dataset));
    if (!file.pixelRule.empty()) facts += tr(" · pixels: %1").arg(QString::fromStdString(file.pixelRule));
    m_window->notices()->showInfo(facts);
}

void Workbench::showConfiguration(const Configuration& configuration) {
    m_model->setArchitecture(configuration.architecture);
    m_model->setObjective(configuration.objective);
    m_training->setSettings(configuration.training);
    m_topBar->showModel(m_model->preset(), configuration.architecture.latent);
}

void Workbench::showStatus(const TrainingStatus& status) {
    m_topBar->showStatus(status);
    m_loss->setPlannedSteps(static_cast<qint64>(status.epochs) * status.batchesPerEpoch);
    const int threads = m_session.configuration().training.threads;
    m_window->showThreads(threads == 1 ? tr("Training on 1 thread")
                                       : tr("Training on %1 threads").arg(threads));
    if (!status.failure.empty()) showFailure(QString::fromStdString(status.failure));
}

void Workbench::showVisibleView() {
    using View = ExploreController::View;
    const QWidget* current = m_window->tabs()->currentWidget();
    const auto shows = [current](const QWidget* view) {
        return current && (current == view || current->isAncestorOf(view));
    };
    m_exploring.setVisibleView(shows(m_inspector)     ? View::Inspector
                               : shows(m_prior)       ? View::Prior
                               : shows(m_manifold)    ? View::Manifold
                               : shows(m_diagnostics) ? View::Diagnostics
                                                      : View::Sliders);
}

void Workbench::showFailure(const QString& sentence) {
    m_window->notices()->showWarning(sentence);
}

PictureSource Workbench::picture(const QString& view) const {
    const auto plot = [&](auto* source) {
        return PictureSource{view, [source] { return source->grabImage(kPictureScale); },
                             [source](QPainter& painter, QSize size) { source->renderTo(painter, size); },
                             source->size()};
    };
    if (view == QLatin1String("map")) return plot(m_map);
    if (view == QLatin1String("loss")) return plot(m_loss);
    if (view == QLatin1String("posterior")) return plot(m_posterior);
    QWidget* panel = view == QLatin1String("inspector")     ? static_cast<QWidget*>(m_inspector)
                     : view == QLatin1String("prior")       ? static_cast<QWidget*>(m_prior)
                     : view == QLatin1String("manifold")    ? static_cast<QWidget*>(m_manifold)
                     : view == QLatin1String("diagnostics") ? static_cast<QWidget*>(m_diagnostics)
                                                            : static_cast<QWidget*>(m_sliders);
    const auto grab = [panel] {
        QImage image(panel->size() * kPictureScale, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(kPictureScale);
        image.fill(panel->palette().color(QPalette::Window));
        panel->render(&image);
        return image;
    };
    return {view, grab, {}, panel->size()};
}

} // namespace latent
