// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/stream_file.h"
#include "core/data/sets/published_sets.h"

#include <QCryptographicHash>
#include <QList>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>

#include <memory>
#include <optional>

class QNetworkAccessManager;

namespace latent {

/// What is to be fetched: one file, from several addresses in turn, into a file that is not there yet.
struct FileOrder {
    PublishedFile file;
    QList<QUrl> mirrors;
    std::filesystem::path target;
    std::uint64_t mostBytes = 0; // where the size is not stated
    int silenceMs = 0;           // a server that sends nothing for so long, or next to nothing, is given up
};

/// Fetches one file over HTTP(S). Resumes after a pause and after a broken connection where the server can,
/// goes on to the next mirror after any other failure, checks size and checksum as the bytes come. On one
/// thread with an event loop, which it never blocks. What is at the target is whole only once finished() was
/// emitted; destroying it ends the fetching, and what is at the target is the caller's to remove, and to
/// sync.
class FileFetch : public QObject {
    Q_OBJECT
  public:
    FileFetch(QNetworkAccessManager* network, FileOrder order, QObject* parent);
    ~FileFetch() override;

    void start();
    void pause();
    void resume();
    qint64 received() const { return m_received; }

  signals:
    void finished();
    /// One sentence.
    void failed(const QString& sentence);

  private:
    struct Reason {
        QString host;
        QString reason; // why it was left
    };

    template <class Work>
    void guarded(Work work);
    void startMirror();
    void request();
    void takeHeaders();
    void checkRate();
    void beginAnew();
    void takeBytes();
    void takeEnd();
    void complete();
    void restart();
    void tryNext(const QString& reason);
    void giveUp(const QString& sentence);
    void dropReply();
    qint64 stated() const { return static_cast<qint64>(m_order.file.bytes); } // 0: not
    QByteArray validator() const;
    bool isOfAnotherVersion() const;
    std::optional<QString> refusalOf(const QNetworkReply& reply) const;
    std::optional<QString> wrongLength(qint64 whole) const;
    QString reasonsText() const;

    QNetworkAccessManager* m_network;
    FileOrder m_order;
    std::unique_ptr<StreamFile> m_file;
    QCryptographicHash m_hash;
    QPointer<QNetworkReply> m_reply;
    qint64 m_received = 0;
    qint64 m_receivedBefore = 0; // by the requests before the present one
    QByteArray m_validator;      // of the version that is half fetched: for If-Range
    QByteArray m_etag;           // what the server said of that version; may be empty
    QByteArray m_lastModified;
    qint64 m_wholeLength = 0; // 0: not said
    QTimer m_rateWindow;
    qint64 m_atWindow = 0; // received, when it began
    qsizetype m_mirror = 0;
    int m_breaks = 0; // of the present mirror
    bool m_headersTaken = false;
    bool m_paused = false;
    QList<Reason> m_reasons;
};

} // namespace latent
