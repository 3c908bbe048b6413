// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/session_folder.h"
#include "core/run/desk.h"
#include "core/run/session_file.h"
#include "ui/ask/lane.h"

#include <QLockFile>
#include <QObject>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace latent {

/// The folder in which the program keeps the open session: a file for each run, and the desk. Whatever is
/// saved is written on a thread of its own, in the order in which it was asked for. GUI thread.
class SessionStore : public QObject {
    Q_OBJECT
  public:
    /// What an earlier window has left there.
    struct Left {
        RunListing runs; // in the order in which they began
        std::optional<Desk> desk;
        std::vector<std::string> damage; // one sentence for each part that is lost
    };

    /// Takes a folder below root that no other window has: "session", else "session 2" …; root may be empty
    /// or not writable: then nothing is kept, and problem() says why.
    explicit SessionStore(const std::filesystem::path& root, QObject* parent = nullptr);
    /// Writes what was asked for.
    ~SessionStore() override;

    bool isOpen() const { return m_lock != nullptr; }
    /// One sentence; empty: nothing.
    QString problem() const { return m_problem; }
    const std::filesystem::path& root() const { return m_root; }
    /// The open session's.
    const SessionFolder& folder() const { return m_folder; }
    /// Never throws: what cannot be read is damage.
    Left read() const;

    /// Replaces what is kept of a run. dataset: its images, opened with its data.opened, of which the rest of
    /// its data is worked out; null: its data are known.
    void saveRun(Run run, DatasetPtr dataset);
    /// Of a run that is kept and on no stage. One of which a part is lost is left as it is.
    void changeRun(const std::string& id, std::function<void(RunInfo&)> change);
    void saveDesk(Desk desk);
    /// Of a run that is kept. Exactly one of the two is called, on the GUI thread, unless this dies before.
    void loadRun(const std::string& id, std::function<void(Run)> loaded,
                 std::function<void(const QString&)> wrong);
    /// Its files are put aside until the next start, so that it can be brought back.
    void removeRun(const std::string& id);
    void bringBackRun(const std::string& id);
    /// Moves these runs with their moments and the desk into a folder of their own below the root, to be
    /// brought back by bringBack(); without runs nothing is moved, and `moved` is not called.
    void putAside(std::vector<std::string> ids, std::function<void(const std::filesystem::path&)> moved);
    /// Moves what was put aside there into the open session, which is empty. On the thread; throws.
    void bringBack(const std::filesystem::path& folder) const;
    /// Anything else that is to be done in order with the rest; work throws Error. Of what goes wrong,
    /// `wrong` is told; without it, that the session is not kept.
    void doInOrder(std::function<void()> work, std::function<void()> done = {},
                   std::function<void(const QString&)> wrong = {});
    /// Waits until all of it is written.
    void finish();

  signals:
    void runSaved(const latent::ListedRun& run);
    /// What is not kept is said once, until something else goes wrong or it works again; what of a run that
    /// is read is lost, each time.
    void failed(const QString& sentence);

  private:
    bool take(const SessionFolder& folder);
    void dropRemoved() const;
    ListedRun writeWaiting(const std::string& id);
    DataIdentity identityOnce(const DatasetPtr& dataset, const OpenOptions& opened);
    void report(const std::string& failure);

    std::filesystem::path m_root;
    SessionFolder m_folder;
    QString m_problem;
    std::unique_ptr<QLockFile> m_lock;
    QString m_lastFailure;
    std::mutex m_mutex;                                          // guards the next one
    std::map<std::string, std::pair<Run, DatasetPtr>> m_waiting; // to be saved, by id
    std::weak_ptr<const ImageDataset> m_identified;              // the thread's own, with the next
    DataIdentity m_identity;
    Lane m_thread{Lane::Pace::Long}; // last: joined before anything above dies
};

} // namespace latent
