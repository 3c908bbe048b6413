// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/downloads/folder_lock.h"
#include "core/data/sets/published_sets.h"
#include "ui/data/download_status.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <thread>

namespace latent {

class FileFetch;

/// Brings one set of images into the user's folder of sets. Its files are fetched in turn into
/// FOLDER.partial, unpacked and checked there on a thread of their own, and the folder gets its name when all
/// of them are right: a download either completes or leaves nothing behind. A failure, cancel(), destruction
/// and the next start remove what is half done. Lives on a thread with an event loop and never blocks it.
class SetDownload : public QObject {
    Q_OBJECT
  public:
    /// folder: of all sets (DatasetPlaces::user). silenceMs: how long a server may send nothing,
    /// or next to nothing.
    SetDownload(PublishedSet set, std::filesystem::path folder, int silenceMs = 30000,
                QObject* parent = nullptr);
    ~SetDownload() override;

    const PublishedSet& set() const { return m_set; }
    DownloadStatus status() const;

  public slots:
    void start();
    void pause();
    void resume();
    /// Ends it without a signal.
    void cancel();

  signals:
    /// Several times a second while bytes come, and with each change of the phase.
    void statusChanged();
    void finished();
    /// One sentence, which status() has too.
    void failed(const QString& sentence);

  private:
    void prepare();
    void fetchNext();
    void takeFile();
    void unpackAndCheck();
    void finish(const QString& failure);
    void fail(const QString& sentence);
    void measureRate();
    void setPhase(DownloadStatus::Phase phase);
    void clearAway();
    qint64 totalBytes() const;

    PublishedSet m_set;
    std::filesystem::path m_folder;  // the set's own
    std::filesystem::path m_partial; // where it grows
    int m_silenceMs;
    QNetworkAccessManager m_network;
    std::unique_ptr<FolderLock> m_lock; // against another program that fetches the same
    FileFetch* m_fetch = nullptr;
    std::size_t m_index = 0; // of the file that is fetched
    qint64 m_done = 0;       // bytes of the files before it
    DownloadStatus m_status;
    QTimer m_tick;
    QElapsedTimer m_sinceTick;
    qint64 m_atTick = 0;
    std::jthread m_worker; // last: joined before the rest dies
};

} // namespace latent
