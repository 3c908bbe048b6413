// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/get_dataset.h"

#include "app/commands/common.h"
#include "app/downloads/set_download.h"
#include "app/interrupt.h"
#include "core/data/sets/published_files.h"

#include <QEventLoop>
#include <QLocale>

#include <cmath>
#include <cstdio>
#include <unistd.h>

namespace latent {
namespace {

constexpr int kInterruptIntervalMs = 100;

QString lineFor(const QString& title, const DownloadStatus& status) {
    const QLocale english(QLocale::English);
    if (status.phase == DownloadStatus::Phase::Finishing)
        return title + QStringLiteral(": unpacking and checking");
    QString line = QStringLiteral("%1: %2 of %3")
                       .arg(title, english.formattedDataSize(status.received, 1, QLocale::DataSizeSIFormat),
                            english.formattedDataSize(status.total, 1, QLocale::DataSizeSIFormat));
    if (status.bytesPerSecond > 0) {
        line += QStringLiteral(" · %1/s").arg(
            english.formattedDataSize(std::llround(status.bytesPerSecond), 1, QLocale::DataSizeSIFormat));
    }
    if (status.secondsLeft >= 0) line += QStringLiteral(" · %1 s left").arg(std::llround(status.secondsLeft));
    return line;
}

/// The line that is written over, on a terminal only.
class ProgressLine {
  public:
    void show(const QString& text) {
        if (!m_terminal) return;
        std::fprintf(stderr, "\r%s\033[K", text.toUtf8().constData());
        std::fflush(stderr);
        m_shown = true;
    }
    void clear() {
        if (m_shown) std::fputs("\r\033[K", stderr);
        m_shown = false;
    }

  private:
    bool m_terminal = isatty(STDERR_FILENO) == 1;
    bool m_shown = false;
};

PublishedSet wantedSet(const DatasetsCommand& command) {
    const PublishedSet* const found = publishedSet(command.get);
    if (found == nullptr) {
        std::string names;
        for (const PublishedSet& set : publishedSets()) names += (names.empty() ? "" : ", ") + set.name;
        throw Error(command.get, "",
                    isDatasetName(command.get) ? "this set is generated; there is nothing to fetch"
                                               : "there is no such set to fetch; there are " + names);
    }
    PublishedSet set = *found;
    if (command.mirror.empty()) return set;
    set.mirrors = {command.mirror + (command.mirror.ends_with('/') ? "" : "/")};
    return set;
}

// The sentence that says why it failed; empty: it did not.
QString fetch(SetDownload& download, ProgressLine& line) {
    QEventLoop loop;
    QString failure;
    QTimer interrupts;
    QObject::connect(&interrupts, &QTimer::timeout, &loop, [&] {
        if (!interrupted()) return;
        download.cancel();
        failure = QStringLiteral("stopped; nothing half done is kept");
        loop.quit();
    });
    interrupts.start(kInterruptIntervalMs);
    const QString title = QString::fromStdString(download.set().title);
    QObject::connect(&download, &SetDownload::statusChanged, &loop,
                     [&] { line.show(lineFor(title, download.status())); });
    QObject::connect(&download, &SetDownload::finished, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    QObject::connect(&download, &SetDownload::failed, &loop,
                     [&](const QString& sentence) { failure = sentence; });
    // Queued: it may fail before the loop runs.
    QObject::connect(&download, &SetDownload::failed, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    download.start();
    loop.exec();
    return failure;
}

} // namespace

void getDataset(const DatasetsCommand& command) {
    const PublishedSet set = wantedSet(command);
    const DatasetPlaces places = defaultPlaces();
    if (const auto folder = installedFolder(set, places)) {
        tell(set.title + " is there already");
        print(folder->string() + "\n");
        return;
    }
    catchInterrupts();
    SetDownload download(set, places.user);
    ProgressLine line;
    const QString failure = fetch(download, line);
    line.clear();
    if (!failure.isEmpty()) throw OutputError(failure.toStdString());
    if (!set.hasChecksums()) tell("its publisher states no checksum: the format was checked");
    print((std::filesystem::path(places.user) / set.folder).string() + "\n");
}

} // namespace latent
