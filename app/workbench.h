// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/data_desk.h"
#include "app/desktop_motion.h"
#include "app/diagnostics_controller.h"
#include "app/downloads/download_controller.h"
#include "app/explore_controller.h"
#include "app/file_actions.h"
#include "app/file_manager.h"
#include "app/load_controller.h"
#include "app/run_keeper.h"
#include "app/session.h"
#include "ui/controls/replot_throttle.h"
#include "ui/window/main_window.h"

#include <QTimer>

#include <memory>
#include <optional>

namespace latent {

class DataPanel;
class DatasetsDialog;
class DiagnosticsPanel;
class InspectorPanel;
class LossView;
class ManifoldPanel;
class MapView;
class ModelPanel;
class OpenQuestionDialog;
class PosteriorView;
class PriorPanel;
class SlidersPanel;
class TopBar;
class TrainingPanel;

/// The window and everything behind it, wired together. Wiring only: who hears whom.
class Workbench : public QObject {
    Q_OBJECT
  public:
    /// The window's arrangement is kept in settingsFile; empty: nowhere. What is named at once, as for
    /// open(), is read while the window is still being made.
    explicit Workbench(std::filesystem::path settingsFile, const std::optional<QString>& toOpen = {});
    ~Workbench() override;

    MainWindow* window() const { return m_window.get(); }
    Exploration* exploration() { return &m_exploration; }
    Session* session() { return &m_session; }
    ExploreController* exploring() { return &m_exploring; }
    DiagnosticsController* diagnosing() { return &m_diagnosing; }
    DataDesk* desk() const { return m_desk; }

    /// A set of images by name or path, or a model. Empty: the default set.
    void open(const QString& nameOrPath);
    RunKeeper* keeper() const { return m_keeper; }

  private:
    void showCatalogue();
    void makeViews();
    void connectData();
    void askAboutData(const QString& nameOrPath, const OpenOptions& options, const OpenQuestion& question);
    void connectDesk();
    void showRecent();
    void showDatasets();
    void makeDatasets();
    void connectModelAndTraining();
    void connectTopBar();
    void connectExploring();
    void connectDiagnostics();
    void connectFiles();
    void connectFileManager();
    void actOnFile(Index image, FileAction action);
    void showConfiguration(const Configuration& configuration);
    void showStatus(const TrainingStatus& status);
    void showVisibleView();
    void setWatched(bool watched);
    void showFailure(const QString& sentence);
    PictureSource picture(const QString& view) const;
    void openModelFile(const ModelFile& file, const QString& path);
    bool reopenAsTrained();

    std::filesystem::path m_folder; // of the settings; empty: there is none
    Exploration m_exploration;
    DataMemory m_memory;
    Asker m_asker;
    LoadController m_loading;
    Session m_session;
    ExploreController m_exploring;
    DiagnosticsController m_diagnosing;
    DownloadController m_downloads;
    FileManager m_fileManager;
    QTimer m_memoryTimer;
    DesktopMotion m_motion;
    ReplotThrottle m_historySoon{nullptr, ReplotThrottle::kReadableMs};

    // Owned by the window.
    TopBar* m_topBar = nullptr;
    DataPanel* m_data = nullptr;
    ModelPanel* m_model = nullptr;
    TrainingPanel* m_training = nullptr;
    MapView* m_map = nullptr;
    LossView* m_loss = nullptr;
    PosteriorView* m_posterior = nullptr;
    SlidersPanel* m_sliders = nullptr;
    InspectorPanel* m_inspector = nullptr;
    PriorPanel* m_prior = nullptr;
    ManifoldPanel* m_manifold = nullptr;
    DiagnosticsPanel* m_diagnostics = nullptr;
    std::unique_ptr<MainWindow> m_window; // dies first: its widgets look at the exploration
    FileActions* m_files = nullptr;       // owned by the window
    DataDesk* m_desk = nullptr;           // owned by the window
    RunKeeper* m_keeper = nullptr;        // owned by m_files
    // Owned by the window; null until they were asked for.
    DatasetsDialog* m_datasets = nullptr;
    OpenQuestionDialog* m_question = nullptr;
};

} // namespace latent
