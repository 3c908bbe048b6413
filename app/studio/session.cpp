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

} // namespace

/// Takes a run off the list, and brings it back.
class Session::Deletion : public QUndoCommand {
  public:
    Deletion(Session* session, const ListedRun& run)
        : QUndoCommand(Session::tr("deleted run"))
        , m_session(session)
        , m_run(run) {}

    void redo() override {
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
    connect(&m_store, &SessionStore::runSaved, &m_runs, &RunList::put);
    connect(&m_store, &SessionStore::failed, this, &Session::failed);
    if (!m_store.isOpen()) return;
    connect(parts.looking, &SharedLooking::changed, this, &Session::keepDeskSoon);
    connect(parts.steps, &QUndoStack::indexChanged, this, &Session::keepDeskSoon);
    connect(parts.loading, &LoadController::failed, this, [this] {
        if (!m_toOpen) return;
        m_awaitsData = true;
        emit imagesMissing(
            tr("The run “%1” waits for its images, which were at %2.")
                .arg(QString::fromStdString(m_toOpen->name), pathFromBytes(m_toOpen->data.origin)));
    });
}

void Session::setFront(LiveRun* run) {
    m_front = run;
    keep(run);
    connect(run, &LiveRun::prepared, this, &Session::keepDeskSoon);
}

void Session::keep(LiveRun* run) {
    if (!m_store.isOpen()) return;
    m_kept.emplace_back(run);
    run->keepStates(std::chrono::milliseconds(kKeptEveryMs));
    connect(run, &LiveRun::stateKept, this, [this, run] { keepState(run); });
}

void Session::release(LiveRun* run) {
    if (m_store.isOpen()) letRest(run);
    std::erase(m_kept, run);
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
    if (!toFront || !left.desk || m_runs.find(left.desk->run) == nullptr) return false;
    m_desk.file = left.desk->file;
    m_desk.changed = left.desk->changed;
    m_comingBack = left.desk;
    emit titleChanged();
    openRun(left.desk->run);
    return true;
}

void Session::openRun(const std::string& id) {
    if (m_runs.find(id) == nullptr || liveRun(id) != nullptr) return;
    m_store.loadRun(
        id, [this](Run run) { open(std::move(run)); },
        [this](const QString& sentence) {
            emit failed(sentence);
            if (std::exchange(m_comingBack, std::nullopt)) emit nothingCameBack();
        });
}

// On the present images, where they are its own.
void Session::open(Run run) {
    const DatasetPtr dataset = m_front->dataset();
    const DataIdentity& data = run.data;
    if (dataset && dataset->origin == data.origin && m_front->opened() == openingOf(data)) {
        m_front->resume(dataset, run, m_front->opened());
        return showDesk();
    }
    const QString origin = pathFromBytes(data.origin);
    const OpenOptions options = openingOf(data);
    m_awaitsData = false;
    m_toOpen = std::move(run);
    m_parts.loading->openWith(origin, options);
}

void Session::takeDataset(const DatasetPtr& dataset, const ImageSplit& split, const OpenOptions& opened,
                          const std::function<void()>& taken) {
    m_parts.steps->clear(); // they are about other images
    if (!m_toOpen) return m_front->setDataset(dataset, split, opened, taken);
    const Run run = *std::exchange(m_toOpen, std::nullopt);
    const bool asked = std::exchange(m_awaitsData, false); // the person looked for the images of the run
    const auto found = std::make_shared<DataIdentity>();
    // Images that cannot be read to their end are not those of the run.
    m_store.doInOrder([dataset, opened, found] { tryTo([&] { *found = identityOf(*dataset, opened); }); },
                      [=, this] {
                          if (isSameData(run.data, *found)) {
                              m_front->resume(dataset, run, opened);
                              showDesk();
                          } else {
                              if (!asked) emit failed(QString::fromStdString(differenceOf(run.data, *found)));
                              m_front->setDataset(dataset, split, opened);
                          }
                          if (taken) taken();
                      });
}

// What was looked at when the program was closed.
void Session::showDesk() {
    if (!m_comingBack) return;
    const Desk desk = *std::exchange(m_comingBack, std::nullopt);
    m_parts.looking->set(desk.looking, SharedLooking::By::Program);
    m_parts.history->restore(desk.steps, desk.done);
}

void Session::keepState(LiveRun* run) {
    if (run->info().name.empty())
        run->identify(m_runs.freeName(run->info()), run->info().note, m_runs.freeColour());
    m_store.saveRun(run->kept(), run->dataset());
    noteChanged();
    keepDeskSoon();
}

void Session::noteChanged() {
    if (m_desk.changed) return;
    m_desk.changed = true;
    emit titleChanged();
}

void Session::keepDeskSoon() {
    if (!m_deskSoon.isActive()) m_deskSoon.start();
}

Desk Session::present() const {
    Desk desk = m_desk;
    desk.run = m_front->info().id;
    desk.data = m_front->dataset() ? m_front->dataset()->origin : std::string();
    desk.looking = m_parts.looking->value();
    desk.steps = m_parts.history->steps();
    desk.done = m_parts.history->done();
    return desk;
}

// While the last desk is being brought back it is the one to keep.
void Session::keepDesk() {
    m_deskSoon.stop();
    if (!m_comingBack && !m_toOpen) m_store.saveDesk(present());
}

void Session::close() {
    if (!m_store.isOpen()) return;
    for (const QPointer<LiveRun>& run : m_kept)
        if (run) letRest(run);
    keepDesk();
    m_store.finish();
}

void Session::letRest(LiveRun* run) {
    QEventLoop loop;
    bool rests = false;
    const auto rested = connect(run, &LiveRun::rests, &loop, [&] {
        rests = true;
        loop.quit();
    });
    run->requestState();
    if (!rests) {
        QTimer::singleShot(kClosePatienceMs, &loop, &QEventLoop::quit);
        loop.exec();
    }
    disconnect(rested);
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
    noteChanged();
    if (LiveRun* const live = liveRun(id)) {
        live->identify(changed.info.name, changed.info.note, changed.info.colour);
        return m_store.saveRun(live->kept(), live->dataset());
    }
    m_store.loadRun(
        id,
        [this, change](Run run) {
            change(run);
            m_store.saveRun(std::move(run), {});
        },
        [this](const QString& sentence) { emit failed(sentence); });
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
    noteChanged();
}

std::filesystem::path Session::file() const {
    return m_desk.file;
}

// Whatever is in that file now is in this session too.
void Session::takeFile(const std::filesystem::path& path) {
    std::error_code none;
    const auto time = std::filesystem::last_write_time(path, none);
    m_fileTime = none ? std::nullopt : std::optional(time);
    m_desk.file = path.string();
    m_desk.changed = false;
    emit titleChanged();
}

void Session::saveAs(const std::filesystem::path& path) {
    std::error_code none;
    const auto time = std::filesystem::last_write_time(path, none);
    if (path == file() && m_fileTime && !none && time != *m_fileTime)
        return emit failed(tr("%1 was written by another window or program since it was opened here. Save "
                              "under another name, so that nothing is lost.")
                               .arg(pathFromBytes(path.string())));
    std::vector<std::string> ids;
    for (const ListedRun& run : m_runs.all()) ids.push_back(run.info.id);
    Desk desk = present();
    desk.file.clear(); // where it lies is nobody else's business
    desk.changed = false;
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
        [this](const QString& sentence) { emit failed(sentence); });
}

void Session::openFile(const std::filesystem::path& path) {
    const auto loaded = std::make_shared<LoadedSession>();
    const auto listed = std::make_shared<std::vector<ListedRun>>();
    m_store.doInOrder(
        [this, path, loaded, listed] {
            *loaded = loadSession(path);
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
            m_comingBack = readDesk(desk->second, path.string());
            if (m_runs.find(m_comingBack->run) != nullptr) front = m_comingBack->run;
        } catch (const Error& error) {
            emit failed(QString::fromUtf8(error.what()));
        }
    }
    openRun(front);
}

} // namespace latent
