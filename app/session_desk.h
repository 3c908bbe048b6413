// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/side_by_side.h"
#include "app/studio/recent_sessions.h"

namespace latent {

class FileActions;
class RunsDialog;

/// What a person does with sessions and runs: the File menu's part of them, the title of the window, the list
/// of runs, missing images. GUI thread.
class SessionDesk : public QObject {
    Q_OBJECT
  public:
    /// All outlive this but the window, its top bar and the file actions, which die first.
    struct Parts {
        Session* session = nullptr;
        SideBySide* sides = nullptr;
        LiveRun* front = nullptr;
        FileActions* files = nullptr;
        MainWindow* window = nullptr;
        TopBar* topBar = nullptr;
    };

    /// root: of all sessions; empty: none are kept.
    SessionDesk(const std::filesystem::path& root, const Parts& parts, QObject* parent = nullptr);

  public slots:
    void startNew();
    /// From a file, or the folder of a session that was put aside.
    void open(const std::filesystem::path& path);
    /// A run that is kept; one beside the first moves to the front.
    void openRun(const std::string& id);
    void showRuns();

  private:
    void connectTopBar();
    void connectSession();
    void makeRunsDialog();
    void fillRuns();
    void save();
    void showRecent();
    void showTitle();
    void findImages();

    Parts m_parts;
    RecentSessions m_recent;
    std::vector<RecentSession> m_recentShown; // in the menu
    RunsDialog* m_runsDialog = nullptr;       // owned by the window; null until it was asked for
};

} // namespace latent
