// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session_desk.h"

#include "app/file_actions.h"
#include "app/path_text.h"
#include "app/studio/session.h"
#include "ui/runs/runs_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/notice_bar.h"
#include "ui/window/top_bar.h"

#include <QFileInfo>

namespace latent {

SessionDesk::SessionDesk(const std::filesystem::path& root, const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_recent(root) {
    connectTopBar();
    connectSession();
    showRecent();
}

void SessionDesk::connectTopBar() {
    const TopBar* const bar = m_parts.topBar;
    connect(bar, &TopBar::newSessionRequested, this, &SessionDesk::startNew);
    connect(bar, &TopBar::openSessionRequested, m_parts.files, &FileActions::chooseSession);
    connect(bar, &TopBar::recentSessionChosen, this,
            [this](int index) { open(m_recentShown.at(static_cast<std::size_t>(index)).path); });
    connect(bar, &TopBar::saveSessionRequested, this, &SessionDesk::save);
    connect(bar, &TopBar::saveSessionAsRequested, this, [this] {
        m_parts.files->chooseWhereToSaveSession(pathFromBytes(m_parts.session->file().string()));
    });
    connect(bar, &TopBar::runsRequested, this, &SessionDesk::showRuns);
    connect(m_parts.files, &FileActions::sessionChosen, this,
            [this](const QString& path) { open(pathToBytes(path)); });
    connect(m_parts.files, &FileActions::sessionSaveChosen, this,
            [this](const QString& path) { m_parts.session->saveAs(pathToBytes(path)); });
}

void SessionDesk::connectSession() {
    const Session* const session = m_parts.session;
    NoticeBar* const notices = m_parts.window->notices();
    connect(session, &Session::saved, m_parts.files, &FileActions::saved);
    connect(session, &Session::titleChanged, this, &SessionDesk::showTitle);
    connect(session, &Session::filed, this, [this](const std::filesystem::path& file) {
        m_recent.add(file);
        showRecent();
    });
    connect(session, &Session::putAside, this, [this, notices] {
        showRecent();
        notices->showInfo(tr("The session before this one is kept: File, Open recent session"));
    });
    connect(m_parts.session->opener(), &RunOpener::imagesMissing, notices,
            [notices](const QString& sentence) { notices->showOffer(sentence, tr("Find them…")); });
    connect(notices, &NoticeBar::offerTaken, this, &SessionDesk::findImages);
}

// The runs beside the first go on in the session that they belong to.
void SessionDesk::startNew() {
    m_parts.sides->closeAll();
    m_parts.session->startNew();
}

void SessionDesk::open(const std::filesystem::path& path) {
    m_parts.sides->closeAll();
    std::error_code none;
    if (std::filesystem::is_directory(path, none))
        m_parts.session->openEarlier(path);
    else
        m_parts.session->openFile(path);
}

void SessionDesk::save() {
    if (m_parts.session->file().empty())
        m_parts.files->chooseWhereToSaveSession({});
    else
        m_parts.session->saveAs(m_parts.session->file());
}

void SessionDesk::showRecent() {
    m_recentShown = m_recent.all();
    QStringList titles;
    for (const RecentSession& one : m_recentShown) titles << one.title;
    m_parts.topBar->setRecentSessions(titles);
}

// Qt puts the star of unsaved changes in its place and adds the program's name.
void SessionDesk::showTitle() {
    const QString file = QFileInfo(pathFromBytes(m_parts.session->file().string())).fileName();
    m_parts.window->setWindowTitle(file.isEmpty() ? tr("Latent Explorer") : tr("%1[*]").arg(file));
    m_parts.window->setWindowModified(!file.isEmpty() && m_parts.session->isChanged());
}

// A folder is looked for where they were one, a file where they were a file.
void SessionDesk::findImages() {
    const DataIdentity* const missing = m_parts.session->opener()->missingImages();
    if (missing == nullptr) return;
    const bool folder = QFileInfo(pathFromBytes(missing->origin)).suffix().isEmpty();
    const QString path = folder ? m_parts.files->askForDatasetFolder() : m_parts.files->askForDataset();
    if (!path.isEmpty()) m_parts.session->opener()->findImages(path);
}

void SessionDesk::openRun(const std::string& id) {
    const auto open = [this, id] { m_parts.session->openRun(id); };
    m_parts.sides->holds(id) ? m_parts.sides->close(id, open) : open();
}

void SessionDesk::showRuns() {
    if (m_runsDialog == nullptr) makeRunsDialog();
    fillRuns();
    m_runsDialog->show();
    m_runsDialog->raise();
    m_runsDialog->activateWindow();
}

void SessionDesk::makeRunsDialog() {
    m_runsDialog = new RunsDialog(m_parts.window);
    const auto refill = [this] {
        if (m_runsDialog->isVisible()) fillRuns();
    };
    Session* const session = m_parts.session;
    connect(session, &Session::runsChanged, m_runsDialog, refill);
    connect(m_parts.front, &LiveRun::prepared, m_runsDialog, refill);
    connect(m_runsDialog, &RunsDialog::besideRequested, m_parts.sides, &SideBySide::show);
    connect(m_runsDialog, &RunsDialog::openRequested, this, &SessionDesk::openRun);
    connect(m_runsDialog, &RunsDialog::renameRequested, session, &Session::renameRun);
    connect(m_runsDialog, &RunsDialog::noteRequested, session, &Session::noteRun);
    connect(m_runsDialog, &RunsDialog::settingsRequested, session, &Session::takeSettings);
    connect(m_runsDialog, &RunsDialog::deleteRequested, session, &Session::deleteRun);
}

void SessionDesk::fillRuns() {
    m_runsDialog->showRuns(m_parts.session->runs().all(), m_parts.front->info().id);
}

} // namespace latent
