// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/live_run.h"
#include "app/studio/looking_history.h"
#include "app/studio/run_list.h"
#include "app/studio/run_opener.h"
#include "app/studio/session_store.h"
#include "app/studio/stage.h"

#include <QPointer>
#include <QTimer>

#include <optional>

class QUndoStack;

namespace latent {

class LoadController;

/// All that the person has trained and looked at: kept while the program runs, brought back at the next
/// start, saved as a file and opened from one. GUI thread.
class Session : public QObject {
    Q_OBJECT
  public:
    static constexpr int kKeptEveryMs = 10'000; // of training; a crash loses at most this
    static constexpr int kDeskDelayMs = 1'000;  // after a change of what is looked at

    /// All outlive what is wired here.
    struct Parts {
        SharedLooking* looking = nullptr;
        LookingHistory* history = nullptr;
        QUndoStack* steps = nullptr;
        LoadController* loading = nullptr;
    };

    /// Keeps it below `root`; empty: nowhere.
    Session(const std::filesystem::path& root, const Parts& parts, QObject* parent = nullptr);

    /// The run in front, on whose stage runs are opened; it is saved. Once, at the beginning; outlives this.
    void setFront(LiveRun* run);
    /// Saves another run too, until it dies.
    void keep(LiveRun* run);
    /// Pauses the run and saves it; then it is kept no longer, and `then` may destroy it.
    void release(LiveRun* run, const std::function<void()>& then);
    /// Which runs stand beside the first: they come back with it.
    void setBeside(const std::vector<std::string>& ids);
    /// Reads a run that is kept; what goes wrong is failed().
    void loadRun(const std::string& id, std::function<void(const Run&)> loaded);
    /// Where the moments of runs are kept.
    Stage::FileOf momentsOf();

    /// Of all sessions; empty: none are kept.
    const std::filesystem::path& root() const { return m_store.root(); }
    const RunList& runs() const { return m_runs; }
    SessionStore& store() { return m_store; }
    RunOpener* opener() { return &m_opener; }
    /// The images that the last window showed, if no run was in front: a name or a path. May be empty.
    QString leftData() const { return m_leftData; }
    /// Brings back what the last window left: begins to open its images and its run. False: there is nothing.
    /// toFront: else only the list of runs.
    bool comeBack(bool toFront = true);
    /// A set that was just opened; see RunOpener.
    void takeDataset(const DatasetPtr& dataset, const ImageSplit& split, const OpenOptions& opened,
                     const std::function<void()>& taken);
    /// Pauses training, and returns when all of it is saved. Runs the event loop.
    void close();

    /// The person's own file; empty: there is none yet.
    std::filesystem::path file() const;
    bool isChanged() const { return m_desk.changed; }

  public slots:
    void openRun(const std::string& id);
    void renameRun(const std::string& id, const QString& name);
    void noteRun(const std::string& id, const QString& note);
    /// Begins a new run with the settings of this one.
    void takeSettings(const std::string& id);
    /// Can be undone.
    void deleteRun(const std::string& id);
    /// To the person's file. Refused where another window or program has written it since it was opened or
    /// saved here.
    void saveAs(const std::filesystem::path& path);
    /// Puts this session aside and begins an empty one with the present images.
    void startNew();
    /// Puts this session aside, then opens the one in the file, or an earlier one that was put aside.
    void openFile(const std::filesystem::path& path);
    void openEarlier(const std::filesystem::path& folder);

  signals:
    void runsChanged();
    /// Its file, or whether there are changes that are not in it.
    void titleChanged();
    void saved(const QString& path);
    /// The session is in this file now.
    void filed(const std::filesystem::path& file);
    /// The session before was put aside in this folder.
    void putAside(const std::filesystem::path& folder);
    void failed(const QString& sentence);

  private:
    class Deletion;

    void keepState(LiveRun* run);
    void whenSaved(LiveRun* run, const std::function<void()>& then);
    void whenAllSaved(const std::function<void()>& then);
    void takeFile(const std::filesystem::path& path);
    bool requireStore();
    void replace(const std::function<void()>& then);
    void keepDeskSoon();
    void keepDesk();
    void setChanged(bool changed);
    void takeRuns(const std::filesystem::path& path, const std::shared_ptr<LoadedSession>& loaded);
    bool take(const SessionStore::Left& left, bool toFront);
    void showFirst(const SessionFile& session, const std::filesystem::path& path);
    void changeInfo(const std::string& id, const std::function<void(RunInfo&)>& change);
    Desk present() const;
    /// The run of this id, if it is on a stage.
    LiveRun* liveRun(const std::string& id) const;

    Parts m_parts;
    LiveRun* m_front = nullptr;
    std::vector<QPointer<LiveRun>> m_kept;
    RunList m_runs;
    Desk m_desk;
    std::optional<std::filesystem::file_time_type> m_fileTime; // of the person's file when it was last ours
    QString m_leftData;
    QTimer m_deskSoon;
    SessionStore m_store; // what it is still writing is written before anything above dies
    RunOpener m_opener;
};

} // namespace latent
