// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/data_desk.h"
#include "app/desktop_motion.h"
#include "app/downloads/download_controller.h"
#include "app/file_actions.h"
#include "app/file_manager.h"
#include "app/load_controller.h"
#include "app/session_desk.h"
#include "app/side_by_side.h"
#include "app/studio/journey_recorder.h"
#include "app/studio/looking_history.h"
#include "app/studio/session.h"
#include "app/studio/stage.h"
#include "ui/window/main_window.h"

#include <QTimer>
#include <QUndoStack>

#include <memory>
#include <optional>

namespace latent {

class DataPanel;
class DatasetsDialog;
class ModelPanel;
class OpenQuestionDialog;
class TopBar;
class TrainingPanel;

/// The window and everything behind it, wired together. Wiring only: who hears whom.
class Workbench : public QObject {
    Q_OBJECT
  public:
    /// The window's arrangement is kept in settingsFile; empty: nowhere. What is named at once, as for
    /// open(), is read while the window is still being made.
    /// sessions: folder of the kept sessions; empty: nothing is kept.
    explicit Workbench(std::filesystem::path settingsFile, const std::optional<QString>& toOpen = {},
                       const std::filesystem::path& sessions = {});
    ~Workbench() override;

    MainWindow* window() const { return m_window.get(); }
    Exploration* exploration() { return m_stage.exploration(); }
    LiveRun* run() { return m_stage.run(); }
    SideBySide* sides() { return m_sides.get(); }
    SessionDesk* sessions() { return m_sessions.get(); }
    DataDesk* desk() const { return m_desk; }
    FileActions* files() const { return m_files; }

    /// A set of images by name or path, or a model. Empty: the default set.
    void open(const QString& nameOrPath);
    Session* session() { return &m_session; }
    QUndoStack* steps() { return &m_steps; }

  private:
    void showCatalogue();
    MainWindow::Parts makeParts();
    void connectData();
    void takeDataset(const DatasetPtr& asRead);
    void askAboutData(const QString& nameOrPath, const OpenOptions& options, const OpenQuestion& question);
    void connectDesk();
    void showRecent();
    void showDatasets();
    void makeDatasets();
    void connectModelAndTraining();
    void connectTopBar();
    void connectStage(Stage* stage);
    void connectFiles();
    void connectSession();
    void connectJourney();
    void begin(const QString& toOpen);
    void connectFileManager();
    void actOnFile(Index image, FileAction action);
    void showConfiguration(const Configuration& configuration);
    void showStatus(const TrainingStatus& status);
    void showFailure(const QString& sentence);
    void openModelFile(const ModelFile& file, const QString& path);
    bool reopenAsTrained();

    std::filesystem::path m_folder; // of the settings; empty: there is none
    SharedLooking m_looking;
    QUndoStack m_steps;
    LookingHistory m_lookingHistory{&m_looking, &m_steps};
    DataMemory m_memory;
    Asker m_asker;
    LoadController m_loading;
    Session m_session;
    Stage m_stage;
    JourneyRecorder m_journey;
    std::unique_ptr<SideBySide> m_sides;
    std::unique_ptr<SessionDesk> m_sessions;
    DownloadController m_downloads;
    FileManager m_fileManager;
    QTimer m_memoryTimer;
    DesktopMotion m_motion;

    // Owned by the window.
    TopBar* m_topBar = nullptr;
    DataPanel* m_data = nullptr;
    ModelPanel* m_model = nullptr;
    TrainingPanel* m_training = nullptr;
    std::unique_ptr<MainWindow> m_window; // dies first: its widgets look at the exploration
    FileActions* m_files = nullptr;       // owned by the window
    DataDesk* m_desk = nullptr;           // owned by the window
    // Owned by the window; null until they were asked for.
    DatasetsDialog* m_datasets = nullptr;
    OpenQuestionDialog* m_question = nullptr;
};

} // namespace latent
