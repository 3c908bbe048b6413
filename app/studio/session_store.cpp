// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/session_store.h"

#include "app/path_text.h"
#include "core/base/error.h"
#include "core/base/failure.h"
#include "core/data/files/safe_save.h"
#include "core/data/files/small_file.h"
#include "ui/ask/post.h"

#include <algorithm>
#include <system_error>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr int kMostWindows = 20;
constexpr std::size_t kMostDeskBytes = 1 << 24;
constexpr const char* kUnreadDesk = "desk.unread.json";
constexpr const char* kRemoved = ".removed";

void moveIfThere(const fs::path& from, const fs::path& to) {
    if (fs::exists(from)) fs::rename(from, to);
}

std::string textOf(const fs::path& file) {
    return readSmallFile(file, kMostDeskBytes);
}

} // namespace

SessionStore::SessionStore(const fs::path& root, QObject* parent)
    : QObject(parent)
    , m_root(root) {
    if (root.empty()) return;
    const std::string failure = tryTo([&] {
        for (int window = 1; window <= kMostWindows; ++window) {
            const std::string name = window == 1 ? "session" : "session " + std::to_string(window);
            if (take(SessionFolder(root / name))) return;
        }
        throw Error(root.string(), "", "other windows have all its sessions");
    });
    if (failure.empty()) return;
    m_lock.reset();
    m_problem = tr("The session is not kept: %1").arg(QString::fromStdString(failure));
}

SessionStore::~SessionStore() {
    finish();
}

bool SessionStore::take(const SessionFolder& folder) {
    fs::create_directories(folder.runs());
    requireSavable(folder.desk());
    auto lock = std::make_unique<QLockFile>(pathFromBytes(folder.lock().string()));
    lock->setStaleLockTime(0); // a lock is stale when its process is gone, not after a time
    if (!lock->tryLock()) {
        if (lock->error() == QLockFile::LockFailedError) return false;
        throw Error(folder.path().string(), "", "cannot be locked");
    }
    m_lock = std::move(lock);
    m_folder = folder;
    return true;
}

SessionStore::Left SessionStore::read() const {
    Left left;
    if (!isOpen()) return left;
    const auto note = [&](const std::string& damage) {
        if (!damage.empty()) left.damage.push_back(damage);
    };
    dropRemoved();
    const fs::path deskFile = m_folder.desk();
    std::error_code ignored;
    if (fs::exists(deskFile, ignored)) {
        const std::string failure = tryTo([&] { left.desk = readDesk(textOf(deskFile), deskFile.string()); });
        if (!left.desk) { // damaged, or of a newer version, which may want it back
            fs::rename(deskFile, m_folder.path() / kUnreadDesk, ignored);
            note(tr("What you were looking at cannot be read; all runs are in the list: %1")
                     .arg(QString::fromStdString(failure))
                     .toStdString());
        }
    }
    note(tryTo([&] {
        for (const fs::directory_entry& entry : fs::directory_iterator(m_folder.runs())) {
            if (entry.path().extension() != SessionFolder::kRun) continue;
            note(tryTo([&] {
                RunListing one = listRuns(entry.path());
                for (ListedRun& run : one.runs) left.runs.runs.push_back(std::move(run));
                for (const std::string& damage : one.damage) note(damage);
            }));
        }
    }));
    std::ranges::stable_sort(left.runs.runs, {}, [](const ListedRun& run) { return run.info.created; });
    return left;
}

// Runs that were deleted in an earlier session can no longer be brought back, and what a killed save has left
// is nothing.
void SessionStore::dropRemoved() const {
    std::error_code ignored;
    for (fs::directory_iterator at(m_folder.runs(), ignored), end; at != end; at.increment(ignored)) {
        const fs::path ending = at->path().extension();
        if (ending != SessionFolder::kRun && ending != SessionFolder::kTimeline)
            fs::remove(at->path(), ignored);
        if (ignored) break;
    }
}

void SessionStore::doInOrder(std::function<void()> work, std::function<void()> done,
                             std::function<void(const QString&)> wrong) {
    m_thread.start([this, work = std::move(work), done = std::move(done), wrong = std::move(wrong)] {
        std::string failure = tryTo(work);
        post(this, [this, done, wrong, failure = std::move(failure)] {
            if (!wrong)
                report(failure);
            else if (!failure.empty())
                wrong(QString::fromStdString(failure));
            if (failure.empty() && done) done();
        });
    });
}

void SessionStore::report(const std::string& failure) {
    const QString sentence = QString::fromStdString(failure);
    if (sentence == m_lastFailure) return;
    m_lastFailure = sentence;
    if (!sentence.isEmpty()) emit failed(tr("The session is not kept: %1").arg(sentence));
}

// On the thread.
DataIdentity SessionStore::identityOnce(const DatasetPtr& dataset, const OpenOptions& opened) {
    if (m_identified.lock() != dataset || !(m_identity.opened == opened)) {
        m_identity = identityOf(*dataset, opened);
        m_identified = dataset;
    }
    return m_identity;
}

// One save of a run waits at most: states come faster than a disk may take them.
void SessionStore::saveRun(Run run, DatasetPtr dataset) {
    if (!isOpen()) return;
    const std::string id = run.id;
    {
        const std::scoped_lock lock(m_mutex);
        const bool isNew =
            m_waiting.insert_or_assign(id, std::pair(std::move(run), std::move(dataset))).second;
        if (!isNew) return;
    }
    const auto saved = std::make_shared<ListedRun>();
    doInOrder([this, id, saved] { *saved = writeWaiting(id); }, [this, saved] { emit runSaved(*saved); });
}

// On the thread.
ListedRun SessionStore::writeWaiting(const std::string& id) {
    std::unique_lock lock(m_mutex);
    auto waiting = m_waiting.extract(id);
    lock.unlock();
    auto& [run, dataset] = waiting.mapped();
    if (dataset) run.data = identityOnce(dataset, run.data.opened);
    const fs::path file = m_folder.run(id);
    saveSession(file, {{run}, {}});
    ListedRun listed{run, fs::file_size(file)};
    std::error_code none; // it has no moments yet
    const std::uintmax_t moments = fs::file_size(m_folder.timeline(id), none);
    if (!none) listed.bytes += moments;
    return listed;
}

void SessionStore::changeRun(const std::string& id, std::function<void(RunInfo&)> change) {
    doInOrder([this, id, change = std::move(change)] {
        std::vector<std::string> damage;
        Run run = latent::loadRun(m_folder.run(id), id, damage);
        if (!damage.empty())
            throw Error(m_folder.run(id).string(), "", damage.front()); // nothing of it is dropped
        change(run);
        saveSession(m_folder.run(id), {{run}, {}});
    });
}

void SessionStore::saveDesk(Desk desk) {
    if (!isOpen()) return;
    doInOrder([file = m_folder.desk(), desk = std::move(desk)] { safeSave(file, deskText(desk)); });
}

void SessionStore::loadRun(const std::string& id, std::function<void(Run)> loaded,
                           std::function<void(const QString&)> wrong) {
    const auto run = std::make_shared<Run>();
    const auto damage = std::make_shared<std::vector<std::string>>();
    doInOrder([this, id, run, damage] { *run = latent::loadRun(m_folder.run(id), id, *damage); },
              [this, run, damage, loaded = std::move(loaded)] {
                  for (const std::string& part : *damage) emit failed(QString::fromStdString(part));
                  loaded(std::move(*run));
              },
              std::move(wrong));
}

void SessionStore::removeRun(const std::string& id) {
    if (!isOpen()) return;
    doInOrder([this, id] {
        for (const fs::path& file : {m_folder.run(id), m_folder.timeline(id)})
            moveIfThere(file, file.string() + kRemoved);
    });
}

void SessionStore::bringBackRun(const std::string& id) {
    if (!isOpen()) return;
    doInOrder([this, id] {
        for (const fs::path& file : {m_folder.run(id), m_folder.timeline(id)})
            moveIfThere(file.string() + kRemoved, file);
    });
}

void SessionStore::putAside(std::vector<std::string> ids,
                            std::function<void(const std::filesystem::path&)> moved) {
    if (!isOpen() || ids.empty()) return;
    const auto aside = std::make_shared<SessionFolder>();
    doInOrder(
        [this, ids = std::move(ids), aside] {
            *aside = newAside(m_root);
            for (const std::string& id : ids)
                for (const fs::path& file : {m_folder.run(id), m_folder.timeline(id)})
                    moveIfThere(file, aside->runs() / file.filename());
            moveIfThere(m_folder.desk(), aside->desk());
        },
        [aside, moved = std::move(moved)] { moved(aside->path()); });
}

void SessionStore::bringBack(const fs::path& folder) const {
    const SessionFolder aside(folder);
    for (const fs::directory_entry& entry : fs::directory_iterator(aside.runs()))
        fs::rename(entry.path(), m_folder.runs() / entry.path().filename());
    moveIfThere(aside.desk(), m_folder.desk());
    std::error_code ignored; // an empty folder is in nobody's way
    fs::remove_all(folder, ignored);
}

void SessionStore::finish() {
    m_thread.finish();
}

} // namespace latent
