// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/downloads/set_download.h"

#include "app/downloads/file_fetch.h"
#include "core/base/error.h"
#include "core/base/failure.h"
#include "core/base/thread_team.h"
#include "core/data/files/stream_file.h"
#include "core/data/files/unpack_archive.h"
#include "core/data/sets/published_files.h"
#include "ui/ask/post.h"

#include <QLocale>
#include <QStorageInfo>

#include <algorithm>
#include <numeric>
#include <system_error>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr int kTickMs = 250;
constexpr double kRateSmoothing = 0.2;           // of the newest tick
constexpr std::uint64_t kMostUnstated = 1 << 28; // bytes of a file whose size nobody states

QString pathText(const fs::path& path) {
    return QString::fromStdString(path.string());
}

fs::path withEnding(fs::path path, const char* ending) {
    path += ending;
    return path;
}

} // namespace

SetDownload::SetDownload(PublishedSet set, fs::path folder, int silenceMs, QObject* parent)
    : QObject(parent)
    , m_set(std::move(set))
    , m_folder(folder / m_set.folder)
    , m_partial(withEnding(m_folder, ".partial"))
    , m_silenceMs(silenceMs) {
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, &SetDownload::measureRate);
}

SetDownload::~SetDownload() {
    cancel();
}

void SetDownload::start() {
    if (m_status.phase != DownloadStatus::Phase::None && m_status.phase != DownloadStatus::Phase::Failed)
        return;
    m_status = {};
    m_index = 0;
    m_done = 0;
    setPhase(DownloadStatus::Phase::Fetching);
    const std::string failure = tryTo([this] { prepare(); });
    if (!failure.empty()) return fail(QString::fromStdString(failure));
    m_atTick = 0;
    m_sinceTick.start();
    m_tick.start();
    fetchNext();
}

// Throws Error where it is clear from the start that nothing will come of it.
void SetDownload::prepare() {
    std::error_code failed;
    fs::create_directories(m_folder.parent_path(), failed);
    if (failed)
        throw Error(m_folder.parent_path().string(), "", "the folder cannot be made: " + failed.message());
    if (fs::exists(m_folder, failed) && !fs::is_empty(m_folder, failed)) {
        throw Error(m_folder.string(), "", "there is something else in the set's place; please move it away");
    }
    m_lock = std::make_unique<FolderLock>(withEnding(m_folder, ".lock"));
    fs::remove_all(m_partial, failed); // of a program that was killed
    fs::create_directory(m_partial, failed);
    if (failed) throw Error(m_partial.string(), "", "the folder cannot be made: " + failed.message());
    const qint64 free = QStorageInfo(pathText(m_partial)).bytesAvailable();
    if (free >= 0 && free < totalBytes()) {
        const QLocale english(QLocale::English);
        throw Error(m_folder.parent_path().string(), "",
                    (english.formattedDataSize(free) + " are free on its disk, but the files take " +
                     english.formattedDataSize(totalBytes()))
                        .toStdString());
    }
}

void SetDownload::fetchNext() {
    const PublishedFile& file = m_set.files.at(m_index);
    FileOrder order{.file = file,
                    .mirrors = {},
                    .target = m_partial / file.name,
                    .mostBytes = kMostUnstated,
                    .silenceMs = m_silenceMs};
    for (const std::string& base : m_set.mirrors)
        order.mirrors.append(QUrl(QString::fromStdString(base + file.name)));
    m_fetch = new FileFetch(&m_network, std::move(order), this);
    connect(m_fetch, &FileFetch::finished, this, &SetDownload::takeFile);
    connect(m_fetch, &FileFetch::failed, this, [this](const QString& sentence) { fail(sentence); });
    m_fetch->start();
}

void SetDownload::takeFile() {
    m_done += m_fetch->received();
    m_fetch->deleteLater();
    m_fetch = nullptr;
    if (++m_index < m_set.files.size()) return fetchNext();
    m_tick.stop();
    setPhase(DownloadStatus::Phase::Finishing);
    unpackAndCheck();
}

void SetDownload::unpackAndCheck() {
    const auto work = [this, set = m_set, partial = m_partial](const std::stop_token& stop) {
        lowerThreadPriority();
        std::string failure;
        try {
            Progress progress;
            progress.stop = stop;
            for (const PublishedFile& file : set.files) {
                if (file.members.empty()) {
                    syncToDisk(partial / file.name);
                    continue;
                }
                unpackMembers(partial / file.name, file.members, partial, progress);
                fs::remove(partial / file.name);
            }
            checkFormat(set, partial);
        } catch (const Cancelled&) {
            return;
        } catch (...) {
            failure = failureSentence();
        }
        post(this, [this, failure = std::move(failure)] { finish(QString::fromStdString(failure)); });
    };
    const std::string failure = tryTo([&] { m_worker = std::jthread(work); });
    if (!failure.empty()) fail(QString::fromStdString(failure));
}

void SetDownload::finish(const QString& failure) {
    if (m_status.phase != DownloadStatus::Phase::Finishing) return; // cancelled meanwhile
    if (!failure.isEmpty()) return fail(failure);
    std::error_code failed;
    fs::rename(m_partial, m_folder, failed);
    if (failed)
        return fail(tr("%1: cannot be written: %2")
                        .arg(pathText(m_folder), QString::fromStdString(failed.message())));
    m_lock.reset();
    setPhase(DownloadStatus::Phase::None);
    emit finished();
}

void SetDownload::pause() {
    if (m_status.phase != DownloadStatus::Phase::Fetching || m_fetch == nullptr) return;
    m_fetch->pause();
    m_tick.stop();
    m_status.bytesPerSecond = 0;
    setPhase(DownloadStatus::Phase::Paused);
}

void SetDownload::resume() {
    if (m_status.phase != DownloadStatus::Phase::Paused) return;
    setPhase(DownloadStatus::Phase::Fetching);
    m_atTick = status().received;
    m_sinceTick.start();
    m_tick.start();
    m_fetch->resume();
}

void SetDownload::cancel() {
    m_status = {};
    clearAway();
}

void SetDownload::fail(const QString& sentence) {
    clearAway();
    m_status = {};
    m_status.failure = sentence;
    setPhase(DownloadStatus::Phase::Failed);
    emit failed(sentence);
}

void SetDownload::clearAway() {
    m_tick.stop();
    if (m_fetch != nullptr) {
        m_fetch->disconnect(this);
        m_fetch->pause(); // it may be what is calling: it dies later
        m_fetch->deleteLater();
        m_fetch = nullptr;
    }
    m_done = 0;
    m_worker = {};       // asked to stop, and joined within a piece
    if (!m_lock) return; // nothing of it is ours
    std::error_code ignored;
    fs::remove_all(m_partial, ignored);
    m_lock.reset();
}

qint64 SetDownload::totalBytes() const {
    const auto stated = std::accumulate(m_set.files.begin(), m_set.files.end(), std::uint64_t{0},
                                        [](std::uint64_t sum, const auto& file) { return sum + file.bytes; });
    const bool all =
        std::all_of(m_set.files.begin(), m_set.files.end(), [](const auto& file) { return file.bytes > 0; });
    return static_cast<qint64>(all ? stated : std::max(stated, m_set.aboutBytes));
}

DownloadStatus SetDownload::status() const {
    DownloadStatus status = m_status;
    status.received = m_done + (m_fetch != nullptr ? m_fetch->received() : 0);
    status.total = std::max(totalBytes(), status.received);
    if (status.bytesPerSecond > 0) {
        status.secondsLeft = static_cast<double>(status.total - status.received) / status.bytesPerSecond;
    }
    return status;
}

void SetDownload::measureRate() {
    const qint64 received = status().received;
    const double seconds = std::max(1e-3, static_cast<double>(m_sinceTick.restart()) * 1e-3);
    const double rate =
        std::max(0.0, static_cast<double>(received - m_atTick) / seconds); // a new mirror begins anew
    double& smooth = m_status.bytesPerSecond;
    smooth = smooth == 0 ? rate : smooth + kRateSmoothing * (rate - smooth);
    m_atTick = received;
    emit statusChanged();
}

void SetDownload::setPhase(DownloadStatus::Phase phase) {
    m_status.phase = phase;
    emit statusChanged();
}

} // namespace latent
