// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/session.h"

#include "app/load_controller.h"
#include "app/path_text.h"
#include "core/base/error.h"
#include "core/base/failure.h"

#include <QEventLoop>
#include <QUndoCommand>
#include <QUndoStack>

#include <chrono>
#include <utility>

namespace latent {
namespace {

constexpr int kClosePatienceMs = 30'000; // for the step under way
constexpr const char* kDeskSection = "desk";

/// What decides about the pixels and the split, without where things lie on this machine.
OpenOptions comparable(const OpenOptions& opened, const ImageSplit& split) {
    DataIdentity identity;
    identity.opened = opened;
    identity.split = split;
    OpenOptions options = openingOf(identity);
    options.cacheFolder.clear();
    options.places.reset();
    options.mostBytes = 0;
    return options;
}

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
    , m_store(root) {
    m_deskSoon.setSingleShot(true);
    m_deskSoon.setInterval(kDeskDelayMs);
    connect(&m_deskSoon, &QTimer::timeout, this, &Session::keepDesk);
    connect(&m_runs, &RunList::changed, this, &Session::runsChanged);
    connect(&m_store, &SessionStore::runSaved, this, [this](const ListedRun& run) {
        if (m_runs.find(run.info.id) != nullptr)
            m_runs.put(run); // else it was deleted or put aside meanwhile
    });
    connect(&m_store, &SessionStore::failed, this, &Session::failed);
    if (!m_store.isOpen()) return;
    connect(parts.looking, &SharedLooking::changed, this, &Session::keepDeskSoon);
    connect(parts.steps, &QUndoStack::indexChanged, this, &Session::keepDeskSoon);
    connect(parts.loading, &LoadController::failed, this, &Session::missImages);
    connect(parts.loading, &LoadController::cancelled, this, &Session::forgetComing);
    connect(parts.loading, &LoadController::started, this, [this] {
        // The person opens something else; but where images are missing it may be these.
        if (!m_ownLoad && !m_coming.missing) forgetComing();
    });
}

void Session::setFront(LiveRun* run) {
    m_front = run;
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
        return m_store.isOpen() ? m_store.timelineFile(run) : std::filesystem::path();
    };
}

bool Session::comeBack(bool toFront) {
    const SessionStore::Left left = m_store.read();
    m_runs.reset(left.runs.runs);
    for (const std::string& damage : left.damage) emit failed(QString::fromStdString(damage));
    if (!m_store.problem().isEmpty()) emit failed(m_store.problem());
    if (left.desk) m_leftData = pathFromBytes(left.desk->data);
    if (left.desk && toFront) m_leftSettings = left.desk->settings;
    if (!toFront || !left.desk || m_runs.find(left.desk->run) == nullptr) return false;
    m_desk.file = left.desk->file;
    m_desk.changed = left.desk->changed;
    m_fileTime = timeOf(m_desk.file);
    m_coming.desk = left.desk;
    emit titleChanged();
    openRun(left.desk->run);
    return true;
}

void Session::openRun(const std::string& id) {
    if (m_runs.find(id) == nullptr) return forgetComing();
    if (m_front->info().id == id) return showDesk();
    if (liveRun(id) != nullptr) return;
    m_coming.run.reset();
    m_store.loadRun(
        id, [this](Run run) { open(std::move(run)); },
        [this](const QString& sentence) {
            emit failed(sentence);
            if (m_coming.desk) emit nothingCameBack();
            forgetComing();
        });
}

// On the present images, where they are its own.
void Session::open(Run run) {
    const DatasetPtr dataset = m_front->dataset();
    const DataIdentity& data = run.data;
    if (dataset && dataset->origin == data.origin &&
        comparable(m_front->opened(), m_front->split()) == comparable(data.opened, data.split)) {
        m_front->resume(dataset, run, m_front->opened());
        return showDesk();
    }
    m_coming.missing = false;
    m_coming.run = std::move(run);
    openImages(pathFromBytes(m_coming.run->data.origin));
}

void Session::openImages(const QString& path) {
    m_ownLoad = true;
    m_parts.loading->openWith(path, openingOf(m_coming.run->data));
    m_ownLoad = false;
}

void Session::findImages(const QString& path) {
    if (!m_coming.run) return;
    m_coming.missing = false;
    openImages(path);
}

const DataIdentity* Session::missingImages() const {
    return m_coming.run && m_coming.missing ? &m_coming.run->data : nullptr;
}

void Session::missImages() {
    if (!m_coming.run || m_coming.missing) return;
    m_coming.missing = true;
    m_front->showWithoutImages(*m_coming.run);
    if (m_coming.desk) m_parts.looking->set(m_coming.desk->looking, SharedLooking::By::Program);
    emit imagesMissing(
        tr("Cannot find the images of “%1”. They were at %2.")
            .arg(QString::fromStdString(m_coming.run->name), pathFromBytes(m_coming.run->data.origin)));
}

void Session::forgetComing() {
    m_coming = {};
}

void Session::takeDataset(const DatasetPtr& dataset, const ImageSplit& split, const OpenOptions& opened,
                          const std::function<void()>& taken) {
    m_parts.steps->clear(); // they are about other images
    const int turn = ++m_datasets;
    if (!m_coming.run) return begin(dataset, split, opened, taken);
    const Run run = *m_coming.run;
    const bool chosen = m_coming.missing; // by the person: perhaps other images on purpose
    takeImagesOfRun(
        dataset, opened, run,
        [=, this](bool same) {
            if (turn != m_datasets) return; // others were opened meanwhile
            m_coming.run.reset();
            m_coming.missing = false;
            if (same) {
                m_front->resume(dataset, run, opened);
                showDesk();
            } else {
                forgetComing();
                m_front->setDataset(dataset, split, opened);
            }
            if (taken) taken();
        },
        !chosen);
}

// With the settings that were left there, if these are the images that were left.
void Session::begin(const DatasetPtr& dataset, const ImageSplit& split, const OpenOptions& opened,
                    const std::function<void()>& taken) {
    const std::optional<Configuration> settings = std::exchange(m_leftSettings, std::nullopt);
    const bool same = settings && pathFromBytes(dataset->origin) == m_leftData &&
                      settings->architecture.shape == dataset->shape;
    m_front->setDataset(dataset, split, opened, [=, this] {
        if (same) m_front->beginWith(*settings);
        if (taken) taken();
    });
}

// Tells what differs if `tells`.
void Session::takeImagesOfRun(const DatasetPtr& dataset, const OpenOptions& opened, const Run& run,
                              const std::function<void(bool same)>& taken, bool tells) {
    const auto found = std::make_shared<DataIdentity>();
    // Images that cannot be read to their end are not those of the run.
    m_store.doInOrder([dataset, opened, found] { tryTo([&] { *found = identityOf(*dataset, opened); }); },
                      [this, kept = run.data, found, taken, tells] {
                          const bool same = isSameData(kept, *found);
                          if (!same && tells) emit failed(QString::fromStdString(differenceOf(kept, *found)));
                          taken(same);
                      });
}

// What was looked at when the program was closed.
void Session::showDesk() {
    if (!m_coming.desk) return;
    const Desk desk = *std::exchange(m_coming.desk, std::nullopt);
    m_parts.looking->set(desk.looking, SharedLooking::By::Program);
    m_parts.history->restore(desk.steps, desk.done);
    if (!desk.beside.empty()) emit besideCameBack(desk.beside);
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
    if (!m_coming.desk && !m_coming.run) m_store.saveDesk(present());
}

void Session::close() {
    if (!m_store.isOpen()) return;
    const std::vector<QPointer<LiveRun>> runs = m_kept; // the event loop may change it
    QEventLoop loop;
    int busy = 1;
    const auto oneLess = [&] {
        if (--busy == 0) loop.quit();
    };
    for (const QPointer<LiveRun>& run : runs) {
        if (!run) continue;
        ++busy;
        connect(run, &LiveRun::rests, &loop, oneLess, Qt::SingleShotConnection);
        run->requestState();
    }
    if (--busy > 0) {
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

bool Session::isSaving() {
    if (m_store.isOpen()) return true;
    emit failed(m_store.problem().isEmpty() ? tr("Sessions are not kept here.") : m_store.problem());
    return false;
}

void Session::saveAs(const std::filesystem::path& path) {
    if (!isSaving()) return;
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
                session.runs.push_back(latent::loadRun(m_store.runFile(id), id, damage));
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
    if (!isSaving()) return;
    forgetComing();
    whenSaved(m_front, [this, then] {
        keepDesk();
        std::vector<std::string> ids;
        for (const ListedRun& run : m_runs.all()) ids.push_back(run.info.id);
        m_front->reset(); // closes its moments
        m_store.putAside(ids, [this](const std::filesystem::path& folder) { emit filed(folder); });
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
        m_store.doInOrder([this, folder] { m_store.bringBack(folder); },
                          [this] {
                              if (!comeBack()) emit nothingCameBack();
                          },
                          [this](const QString& sentence) { emit failed(sentence); });
    });
}

void Session::openFile(const std::filesystem::path& path) {
    if (!isSaving()) return;
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
                saveSession(m_store.runFile(run.id), {{run}, {}});
                listed->push_back({run, std::filesystem::file_size(m_store.runFile(run.id))});
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
            m_coming.desk = readDesk(desk->second, path.string());
            if (m_runs.find(m_coming.desk->run) != nullptr) front = m_coming.desk->run;
        } catch (const Error& error) {
            emit failed(QString::fromUtf8(error.what()));
        }
    }
    openRun(front);
}

} // namespace latent
