// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/session.h"

#include "app/path_text.h"
#include "core/base/error.h"

#include <QEventLoop>
#include <QUndoCommand>
#include <QUndoStack>

#include <chrono>
#include <utility>

namespace latent {
namespace {

constexpr int kClosePatienceMs = 30'000; // for the step under way
constexpr const char* kDeskSection = "desk";

std::optional<std::filesystem::file_time_type> timeOf(const std::filesystem::path& path) {
    std::error_code none;
    const auto time = std::filesystem::last_write_time(path, none);
    return none ? std::nullopt : std::optional(time);
}

} // namespace

/// Takes a run off the list, and brings it back.
class Session::Deletion : public QUndoCommand {
  public:
    Deletion(Session* session, const ListedRun& run)
        : QUndoCommand(Session::tr("deleted run"))
        , m_session(session)
        , m_run(run) {}

    void redo() override {
        if (m_session->liveRun(m_run.info.id) != nullptr) return setObsolete(true); // opened since
        m_session->m_store.removeRun(m_run.info.id);
        m_session->m_runs.remove(m_run.info.id);
    }
    void undo() override {
        m_session->m_store.bringBackRun(m_run.info.id);
        m_session->m_runs.put(m_run);
    }

  private:
    Session* m_session;
    ListedRun m_run;
};

Session::Session(const std::filesystem::path& root, const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_store(root)
    , m_opener({parts.looking, parts.history, parts.loading, &m_store}) {
    m_deskSoon.setSingleShot(true);
    m_deskSoon.setInterval(kDeskDelayMs);
    connect(&m_deskSoon, &QTimer::timeout, this, &Session::keepDesk);
    connect(&m_runs, &RunList::changed, this, &Session::runsChanged);
    connect(&m_store, &SessionStore::runSaved, this, [this](const ListedRun& run) {
        if (m_runs.find(run.info.id) != nullptr)
            m_runs.put(run); // else it was deleted or put aside meanwhile
    });
    connect(&m_store, &SessionStore::failed, this, &Session::failed);
    connect(&m_opener, &RunOpener::failed, this, &Session::failed);
    if (!m_store.isOpen()) return;
    connect(parts.looking, &SharedLooking::changed, this, &Session::keepDeskSoon);
    connect(parts.steps, &QUndoStack::indexChanged, this, &Session::keepDeskSoon);
}

void Session::setFront(LiveRun* run) {
    m_front = run;
    m_opener.setFront(run);
    keep(run);
    connect(run, &LiveRun::prepared, this, &Session::keepDeskSoon);
}

void Session::keep(LiveRun* run) {
    if (!m_store.isOpen()) return;
    std::erase_if(m_kept, [](const QPointer<LiveRun>& other) { return !other; });
    m_kept.emplace_back(run);
    run->keepStates(std::chrono::milliseconds(kKeptEveryMs));
    connect(run, &LiveRun::stateKept, this, [this, run] { keepState(run); });
}

void Session::whenSaved(LiveRun* run, const std::function<void()>& then) {
    if (!m_store.isOpen()) return then();
    connect(run, &LiveRun::rests, this, then, Qt::SingleShotConnection);
    run->requestState();
}

void Session::whenAllSaved(const std::function<void()>& then) {
    const auto left = std::make_shared<int>(1);
    const auto oneLess = [left, then] {
        if (--*left == 0) then();
    };
    const std::vector<QPointer<LiveRun>> runs = m_kept; // those that are saved at once may leave it
    for (const QPointer<LiveRun>& run : runs) {
        if (!run) continue;
        ++*left;
        whenSaved(run, oneLess);
    }
    oneLess();
}

void Session::release(LiveRun* run, const std::function<void()>& then) {
    whenSaved(run, [this, run, then] {
        std::erase(m_kept, run);
        then();
    });
}

void Session::setBeside(const std::vector<std::string>& ids) {
    m_desk.beside = ids;
    keepDeskSoon();
}

void Session::loadRun(const std::string& id, std::function<void(const Run&)> loaded) {
    m_store.loadRun(
        id, [loaded = std::move(loaded)](const Run& run) { loaded(run); },
        [this](const QString& sentence) { emit failed(sentence); });
}

Stage::FileOf Session::momentsOf() {
    return [this](const std::string& run) {
        return m_store.isOpen() ? m_store.folder().timeline(run) : std::filesystem::path();
    };
}

bool Session::comeBack(bool toFront) {
    if (!m_store.problem().isEmpty()) emit failed(m_store.problem());
    return take(m_store.read(), toFront);
}

// False: no run comes to the front.
bool Session::take(const SessionStore::Left& left, bool toFront) {
    m_runs.reset(left.runs.runs);
    for (const std::string& damage : left.damage) emit failed(QString::fromStdString(damage));
    if (!left.desk) return false;
    m_leftData = pathFromBytes(left.desk->data);
    if (!toFront) return false;
    m_opener.expectSettings(m_leftData, left.desk->settings);
    if (m_runs.find(left.desk->run) == nullptr) return false;
    m_desk.file = left.desk->file;
    m_desk.changed = left.desk->changed;
    m_fileTime = timeOf(m_desk.file);
    emit titleChanged();
    m_opener.expect(*left.desk);
    openRun(left.desk->run);
    return true;
}

void Session::openRun(const std::string& id) {
    if (m_runs.find(id) == nullptr) return m_opener.forget();
    if (m_front->info().id == id) return m_opener.showDesk();
    if (liveRun(id) == nullptr) m_opener.open(id);
}

void Session::takeDataset(const DatasetPtr& dataset, const ImageSplit& split, const OpenOptions& opened,
                          const std::function<void()>& taken) {
    m_parts.steps->clear(); // they are about other images
    m_opener.takeDataset(dataset, split, opened, taken);
}

void Session::keepState(LiveRun* run) {
    if (run->info().name.empty())
        run->identify(m_runs.freeName(run->info()), run->info().note, m_runs.freeColour());
    const ListedRun* const listed = m_runs.find(run->info().id);
    m_runs.put({run->info(), listed != nullptr ? listed->bytes : 0});
    m_store.saveRun(run->kept(), run->dataset());
    setChanged(true);
    keepDeskSoon();
}

void Session::setChanged(bool changed) {
    if (changed == m_desk.changed) return;
    m_desk.changed = changed;
    emit titleChanged();
}

void Session::keepDeskSoon() {
    if (!m_deskSoon.isActive()) m_deskSoon.start();
}

Desk Session::present() const {
    Desk desk = m_desk;
    desk.run = m_front->info().id;
    desk.data = m_front->dataset() ? m_front->dataset()->origin : std::string();
    if (!m_front->hasStarted() && m_front->hasImages()) desk.settings = m_front->configuration();
    desk.looking = m_parts.looking->value();
    desk.steps = m_parts.history->steps();
    desk.done = m_parts.history->done();
    return desk;
}

// While the last desk is being brought back it is the one to keep.
void Session::keepDesk() {
    m_deskSoon.stop();
    if (!m_opener.isUnderWay()) m_store.saveDesk(present());
}

void Session::close() {
    if (!m_store.isOpen()) return;
    QEventLoop loop;
    const auto saved = std::make_shared<bool>(false);
    whenAllSaved([saved, waiting = QPointer(&loop)] {
        *saved = true;
        if (waiting) waiting->quit();
    });
    if (!*saved) {
        QTimer::singleShot(kClosePatienceMs, &loop, &QEventLoop::quit);
        loop.exec();
    }
    keepDesk();
    m_store.finish();
}

LiveRun* Session::liveRun(const std::string& id) const {
    for (const QPointer<LiveRun>& run : m_kept)
        if (run && run->info().id == id) return run;
    return nullptr;
}

void Session::changeInfo(const std::string& id, const std::function<void(RunInfo&)>& change) {
    const ListedRun* const listed = m_runs.find(id);
    if (listed == nullptr) return;
    ListedRun changed = *listed;
    change(changed.info);
    m_runs.put(changed);
    setChanged(true);
    if (LiveRun* const live = liveRun(id)) {
        live->identify(changed.info.name, changed.info.note, changed.info.colour);
        return m_store.saveRun(live->kept(), live->hasImages() ? live->dataset() : nullptr);
    }
    m_store.changeRun(id, change);
}

void Session::renameRun(const std::string& id, const QString& name) {
    changeInfo(id, [name = name.toStdString()](RunInfo& run) { run.name = name; });
}

void Session::noteRun(const std::string& id, const QString& note) {
    changeInfo(id, [note = note.toStdString()](RunInfo& run) { run.note = note; });
}

void Session::takeSettings(const std::string& id) {
    if (const ListedRun* const listed = m_runs.find(id))
        m_front->beginWith(listed->info.presentConfiguration());
}

void Session::deleteRun(const std::string& id) {
    const ListedRun* const listed = m_runs.find(id);
    if (listed == nullptr || liveRun(id) != nullptr) return;
    m_parts.steps->push(new Deletion(this, *listed));
    setChanged(true);
}

std::filesystem::path Session::file() const {
    return m_desk.file;
}

// Whatever is in that file now is in this session too.
void Session::takeFile(const std::filesystem::path& path) {
    m_fileTime = timeOf(path);
    m_desk.file = path.string();
    emit titleChanged();
    emit filed(path);
}

// Tells where sessions are not kept.
bool Session::requireStore() {
    if (m_store.isOpen()) return true;
    emit failed(m_store.problem().isEmpty() ? tr("Sessions are not kept here.") : m_store.problem());
    return false;
}

void Session::saveAs(const std::filesystem::path& path) {
    if (!requireStore()) return;
    const auto time = timeOf(path);
    if (path == file() && m_fileTime && time && *time != *m_fileTime)
        return emit failed(tr("%1 was written by another window or program since it was opened here. Save "
                              "under another name, so that nothing is lost.")
                               .arg(pathFromBytes(path.string())));
    std::vector<std::string> ids;
    for (const ListedRun& run : m_runs.all()) ids.push_back(run.info.id);
    Desk desk = present();
    desk.file.clear(); // where it lies is nobody else's business
    desk.changed = false;
    const bool changed = std::exchange(m_desk.changed, false); // what comes from now on is not in the file
    m_store.doInOrder(
        [this, path, ids, desk] {
            SessionFile session;
            std::vector<std::string> damage;
            for (const std::string& id : ids)
                session.runs.push_back(latent::loadRun(m_store.folder().run(id), id, damage));
            if (!damage.empty()) throw Error(path.string(), "", damage.front());
            session.extras[kDeskSection] = deskText(desk);
            saveSession(path, session);
        },
        [this, path] {
            takeFile(path);
            emit saved(pathFromBytes(path.string()));
            keepDesk();
        },
        [this, changed](const QString& sentence) {
            if (changed) setChanged(true);
            emit failed(sentence);
        });
}

// What this session holds is put aside with its moments: nothing of it is lost, and it can be opened again.
void Session::replace(const std::function<void()>& then) {
    if (!requireStore()) return;
    m_opener.forget();
    whenAllSaved([this, then] {
        keepDesk();
        std::vector<std::string> ids;
        for (const ListedRun& run : m_runs.all()) ids.push_back(run.info.id);
        m_front->reset(); // closes its moments
        m_store.putAside(ids, [this](const std::filesystem::path& folder) { emit putAside(folder); });
        m_runs.reset({});
        m_parts.steps->clear();
        m_desk = {};
        m_fileTime.reset();
        emit titleChanged();
        then();
    });
}

void Session::startNew() {
    replace([this] { keepDesk(); });
}

void Session::openEarlier(const std::filesystem::path& folder) {
    replace([this, folder] {
        const auto left = std::make_shared<SessionStore::Left>();
        m_store.doInOrder(
            [this, folder, left] {
                m_store.bringBack(folder);
                *left = m_store.read();
            },
            [this, left] {
                if (!take(*left, true)) emit m_opener.nothingCameBack();
            },
            [this](const QString& sentence) { emit failed(sentence); });
    });
}

void Session::openFile(const std::filesystem::path& path) {
    if (!requireStore()) return;
    const auto loaded = std::make_shared<LoadedSession>();
    m_store.doInOrder([path, loaded] { *loaded = loadSession(path); },
                      [this, path, loaded] { replace([this, path, loaded] { takeRuns(path, loaded); }); },
                      [this](const QString& sentence) { emit failed(sentence); });
}

void Session::takeRuns(const std::filesystem::path& path, const std::shared_ptr<LoadedSession>& loaded) {
    const auto listed = std::make_shared<std::vector<ListedRun>>();
    m_store.doInOrder(
        [this, loaded, listed] {
            for (const Run& run : loaded->session.runs) {
                const std::filesystem::path file = m_store.folder().run(run.id);
                saveSession(file, {{run}, {}});
                listed->push_back({run, std::filesystem::file_size(file)});
            }
        },
        [this, path, loaded, listed] {
            for (const ListedRun& run : *listed) m_runs.put(run);
            for (const std::string& damage : loaded->damage) emit failed(QString::fromStdString(damage));
            takeFile(path);
            showFirst(loaded->session, path);
        },
        [this](const QString& sentence) { emit failed(sentence); });
}

// The run that was in front when the file was saved, and what was looked at then.
void Session::showFirst(const SessionFile& session, const std::filesystem::path& path) {
    std::string front = session.runs.empty() ? std::string() : session.runs.back().id;
    const auto desk = session.extras.find(kDeskSection);
    if (desk != session.extras.end()) {
        try {
            const Desk kept = readDesk(desk->second, path.string());
            if (m_runs.find(kept.run) != nullptr) front = kept.run;
            m_opener.expect(kept);
        } catch (const Error& error) {
            emit failed(QString::fromUtf8(error.what()));
        }
    }
    openRun(front);
}

} // namespace latent
