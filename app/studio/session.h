// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/live_run.h"
#include "app/studio/looking_history.h"
#include "app/studio/run_list.h"
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

    /// The run in front, on whose stage runs are opened; it is kept. Once, at the beginning; outlives this.
    void setFront(LiveRun* run);
    /// Another run that is kept too; until it dies.
    void keep(LiveRun* run);
    /// Lets it rest and keeps it; then it may die.
    void release(LiveRun* run);
    /// Reads a run that is kept; what goes wrong is failed().
    void loadRun(const std::string& id, std::function<void(const Run&)> loaded);
    /// Where the moments of runs are kept.
    Stage::FileOf momentsOf();

    const RunList& runs() const { return m_runs; }
    SessionStore& store() { return m_store; }
    /// The images that the last window showed, if no run was in front: a name or a path. May be empty.
    QString leftData() const { return m_leftData; }
    /// Brings back what the last window left: begins to open its images and its run. False: there is nothing.
    /// toFront: else only the list of runs.
    bool comeBack(bool toFront = true);
    /// A set that was just opened: the run that it was opened for goes on, or a new one begins.
    void takeDataset(const DatasetPtr& dataset, const ImageSplit& split, const OpenOptions& opened,
                     const std::function<void()>& taken);
    /// Lets training rest, and returns when all of it is kept. Runs the event loop.
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
    /// Adds the runs of a file to these, and opens the one that was in front when it was saved.
    void openFile(const std::filesystem::path& path);

  signals:
    void runsChanged();
    /// Its file, or whether there are changes that are not in it.
    void titleChanged();
    void saved(const QString& path);
    /// The run's images could not be opened: the person may open them from elsewhere.
    void imagesMissing(const QString& sentence);
    /// What was to be brought back cannot be read; failed() says why.
    void nothingCameBack();
    void failed(const QString& sentence);

  private:
    class Deletion;

    void keepState(LiveRun* run);
    void takeFile(const std::filesystem::path& path);
    void letRest(LiveRun* run);
    void keepDeskSoon();
    void keepDesk();
    void noteChanged();
    void open(Run run);
    void showDesk();
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
    std::optional<Run> m_toOpen;                               // as soon as its images are there
    QString m_leftData;
    bool m_awaitsData = false;        // they were not where they had been
    std::optional<Desk> m_comingBack; // what is looked at then
    QTimer m_deskSoon;
    SessionStore m_store; // last: what it is still writing is written before anything above dies
};

} // namespace latent
