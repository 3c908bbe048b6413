// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/downloads/file_fetch.h"

#include "core/base/error.h"

#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkRequest>

namespace latent {
namespace {

constexpr qint64 kBufferBytes = 1 << 20; // of a reply: a fast server must not fill the memory
constexpr qint64 kPieceBytes = 1 << 16;
constexpr int kMostRedirects = 5;
constexpr int kMostBreaks = 5;
constexpr qint64 kLeastBytesPerSecond = 256; // over a window: a modem is faster
constexpr int kWhole = 200;
constexpr int kPart = 206;
constexpr int kNoSuchPart = 416;
constexpr int kRedirect = 300; // and beyond: errors

int statusOf(const QNetworkReply& reply) {
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

QString bytesText(qint64 bytes) {
    return QLocale(QLocale::English).toString(bytes);
}

// "bytes 100-199/200": where the part begins; -1: not to be understood.
qint64 beginOfPart(const QNetworkReply& reply) {
    const QByteArray range = reply.rawHeader("Content-Range");
    if (!range.startsWith("bytes ")) return -1;
    bool understood = false;
    const qint64 begin = range.mid(6, range.indexOf('-') - 6).toLongLong(&understood);
    return understood ? begin : -1;
}

// Of the file that this answer is, or is a part of; 0: it does not say.
qint64 wholeLengthOf(const QNetworkReply& reply) {
    if (statusOf(reply) != kPart) return reply.header(QNetworkRequest::ContentLengthHeader).toLongLong();
    const QByteArray range = reply.rawHeader("Content-Range");
    return range.mid(range.lastIndexOf('/') + 1).toLongLong();
}

// Qt's own texts name the address at length.
QString causeOf(const QNetworkReply& reply) {
    const int status = statusOf(reply);
    if (status >= 400) {
        const QString reason = reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString();
        return FileFetch::tr("it answers %1").arg(QString::number(status) + ' ' + reason).trimmed();
    }
    switch (reply.error()) {
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError:
        return FileFetch::tr("there is no network, or no such host");
    case QNetworkReply::ConnectionRefusedError:
        return FileFetch::tr("it refuses the connection");
    case QNetworkReply::RemoteHostClosedError:
        return FileFetch::tr("it breaks the connection off");
    case QNetworkReply::OperationCanceledError: // by Qt's own clock
    case QNetworkReply::TimeoutError:
        return FileFetch::tr("it does not answer");
    case QNetworkReply::InsecureRedirectError:
        return FileFetch::tr("it leads away from HTTPS");
    case QNetworkReply::TooManyRedirectsError:
        return FileFetch::tr("it leads from one address to the next without end");
    case QNetworkReply::SslHandshakeFailedError:
        return FileFetch::tr("its certificate is not trusted");
    default:
        return reply.errorString();
    }
}

// Whether trying again from where it stopped may help.
bool mayBeResumed(const QNetworkReply& reply) {
    switch (reply.error()) {
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError:
        return true;
    default:
        return false;
    }
}

QCryptographicHash::Algorithm algorithmFor(const PublishedFile& file) {
    return file.sha256.empty() ? QCryptographicHash::Md5 : QCryptographicHash::Sha256;
}

} // namespace

FileFetch::FileFetch(QNetworkAccessManager* network, FileOrder order, QObject* parent)
    : QObject(parent)
    , m_network(network)
    , m_order(std::move(order))
    , m_hash(algorithmFor(m_order.file)) {
    m_rateWindow.setInterval(2 * m_order.silenceMs); // silence is told as such
    connect(&m_rateWindow, &QTimer::timeout, this, [this] { guarded([this] { checkRate(); }); });
}

FileFetch::~FileFetch() {
    dropReply();
}

// A disk that is full or cannot be written to is no mirror's fault.
template <class Work>
void FileFetch::guarded(Work work) {
    try {
        work();
    } catch (const Error& error) {
        giveUp(QString::fromUtf8(error.what()));
    }
}

void FileFetch::start() {
    guarded([this] {
        m_file = std::make_unique<StreamFile>(m_order.target);
        startMirror();
    });
}

void FileFetch::pause() {
    m_paused = true;
    dropReply();
}

void FileFetch::resume() {
    if (!m_paused) return;
    m_paused = false;
    guarded([this] { request(); });
}

// Another server may have another version: nothing is kept of what the last one sent.
void FileFetch::startMirror() {
    restart();
    m_breaks = 0;
    if (!m_paused) request();
}

void FileFetch::restart() {
    m_file->restart();
    m_hash.reset();
    m_received = 0;
    m_validator.clear();
}

void FileFetch::beginAnew() {
    dropReply();
    restart();
    request();
}

void FileFetch::request() {
    if (stated() > 0 && m_received == stated()) return complete(); // it was cut off after the last byte
    // Without a validator a changed file could be glued to the old one; only a checksum would tell.
    if (m_received > 0 && m_validator.isEmpty() && !m_order.file.hasChecksum()) restart();
    QNetworkRequest request(m_order.mirrors.at(m_mirror));
    request.setRawHeader("Accept-Encoding", "identity"); // a .gz stays one
    request.setRawHeader("User-Agent", "latent-explorer/" LATENT_VERSION);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::NoLessSafeRedirectPolicy); // never from HTTPS to HTTP
    request.setMaximumRedirectsAllowed(kMostRedirects);
    request.setTransferTimeout(m_order.silenceMs);
    if (m_received > 0) {
        request.setRawHeader("Range", "bytes=" + QByteArray::number(m_received) + "-");
        if (!m_validator.isEmpty()) request.setRawHeader("If-Range", m_validator);
    }
    m_receivedBefore = m_received;
    m_headersTaken = false;
    m_reply = m_network->get(request);
    m_atWindow = m_received;
    m_rateWindow.start();
    m_reply->setReadBufferSize(kBufferBytes);
    // The headers alone may tell that it is the wrong file, before a byte of it has come.
    connect(m_reply, &QNetworkReply::metaDataChanged, this, [this] { guarded([this] { takeBytes(); }); });
    connect(m_reply, &QNetworkReply::readyRead, this, [this] { guarded([this] { takeBytes(); }); });
    connect(m_reply, &QNetworkReply::finished, this, [this] { guarded([this] { takeEnd(); }); });
}

QByteArray FileFetch::validator() const {
    const QByteArray tag = m_reply->rawHeader("ETag");
    if (!tag.isEmpty() && !tag.startsWith("W/")) return tag; // weak ones do not promise the same bytes
    return m_reply->rawHeader("Last-Modified");
}

// A server may ignore If-Range, and send the rest of what it has now.
bool FileFetch::isOfAnotherVersion() const {
    const auto differs = [](const auto& before, const auto& now) {
        return before != now && before != std::decay_t<decltype(now)>() &&
               now != std::decay_t<decltype(now)>();
    };
    return differs(m_etag, m_reply->rawHeader("ETag")) ||
           differs(m_lastModified, m_reply->rawHeader("Last-Modified")) ||
           differs(m_wholeLength, wholeLengthOf(*m_reply));
}

// Called once a window of time. Qt's own clock sees silence only.
void FileFetch::checkRate() {
    const qint64 least = kLeastBytesPerSecond * m_rateWindow.interval() / 1000;
    const qint64 received = m_received - m_atWindow;
    m_atWindow = m_received;
    if (m_reply && received < least)
        tryNext(tr("it sends only %1 bytes in %2 s")
                    .arg(bytesText(received),
                         QLocale(QLocale::English).toString(m_rateWindow.interval() / 1000.0)));
}

std::optional<QString> FileFetch::wrongLength(qint64 whole) const {
    if (stated() > 0 && whole != stated()) {
        return tr("it has %1 bytes for it instead of %2").arg(bytesText(whole), bytesText(stated()));
    }
    const auto most = static_cast<qint64>(m_order.mostBytes);
    if (stated() == 0 && whole > most) {
        return tr("it has %1 bytes for it, more than %2").arg(bytesText(whole), bytesText(most));
    }
    return std::nullopt;
}

// Why this answer is not what was asked for, by its headers.
std::optional<QString> FileFetch::refusalOf(const QNetworkReply& reply) const {
    const int status = statusOf(reply);
    if (status == kPart && beginOfPart(reply) != m_receivedBefore)
        return tr("it sends another part than was asked for");
    if (status != kWhole && status != kPart) return tr("it answers %1").arg(status);
    const QVariant length = reply.header(QNetworkRequest::ContentLengthHeader);
    if (!length.isValid()) return std::nullopt;
    return wrongLength(length.toLongLong() + (status == kPart ? m_receivedBefore : 0));
}

void FileFetch::takeHeaders() {
    m_headersTaken = true;
    if (statusOf(*m_reply) == kWhole && m_received > 0) restart(); // it cannot resume, or has a new version
    m_validator = validator();
    m_etag = m_reply->rawHeader("ETag");
    m_lastModified = m_reply->rawHeader("Last-Modified");
    m_wholeLength = wholeLengthOf(*m_reply);
}

void FileFetch::takeBytes() {
    if (!m_reply || statusOf(*m_reply) < kWhole || statusOf(*m_reply) >= kRedirect) return; // the end tells
    if (!m_headersTaken) {
        const bool wrongPart = statusOf(*m_reply) == kPart && isOfAnotherVersion();
        if (wrongPart && ++m_breaks <= kMostBreaks) return beginAnew();
        if (wrongPart) return tryNext(tr("the file there keeps changing"));
        if (const auto refusal = refusalOf(*m_reply)) return tryNext(*refusal);
        takeHeaders();
    }
    const qint64 most = stated() > 0 ? stated() : static_cast<qint64>(m_order.mostBytes);
    while (m_reply->bytesAvailable() > 0) {
        const QByteArray piece = m_reply->read(kPieceBytes);
        if (piece.isEmpty()) return;
        if (m_received + piece.size() > most)
            return tryNext(tr("it sends more than %1 bytes").arg(bytesText(most)));
        m_file->write(piece.constData(), static_cast<std::size_t>(piece.size()));
        m_hash.addData(piece);
        m_received += piece.size();
    }
}

void FileFetch::takeEnd() {
    const QPointer<QNetworkReply> ended = m_reply;
    takeBytes();
    if (!m_reply || m_reply != ended) return; // something else was wrong with it, and is seen to
    const bool whole = m_reply->error() == QNetworkReply::NoError;
    const bool isShort = whole && m_headersTaken && m_received < stated();
    const bool broken = isShort || mayBeResumed(*m_reply);
    if (broken && m_received > 0 && ++m_breaks <= kMostBreaks) {
        dropReply();
        return request();
    }
    if (statusOf(*m_reply) == kNoSuchPart && m_received > 0 && ++m_breaks <= kMostBreaks) return beginAnew();
    if (!whole) return tryNext(causeOf(*m_reply));
    if (isShort)
        return tryNext(tr("it sends %1 bytes instead of %2").arg(bytesText(m_received), bytesText(stated())));
    if (!m_headersTaken) return tryNext(refusalOf(*m_reply).value_or(tr("it sends nothing")));
    complete();
}

void FileFetch::complete() {
    const PublishedFile& file = m_order.file;
    const std::string& wanted = file.sha256.empty() ? file.md5 : file.sha256;
    if (!wanted.empty() && m_hash.result().toHex().toStdString() != wanted) {
        return tryNext(tr("what it sends has another checksum (%1)")
                           .arg(file.sha256.empty() ? QStringLiteral("MD5") : QStringLiteral("SHA-256")));
    }
    dropReply();
    m_file->close();
    emit finished();
}

void FileFetch::tryNext(const QString& reason) {
    // The reason may be in the server's words.
    const QString line = QString::fromStdString(onOneLine(reason.toStdString()));
    m_reasons.append({m_order.mirrors.at(m_mirror).host(), line});
    dropReply();
    if (++m_mirror < m_order.mirrors.size()) return startMirror();
    giveUp(tr("%1 could not be fetched; %2").arg(QString::fromStdString(m_order.file.name), reasonsText()));
}

// "a, b: there is no network; c: it answers 404": what follows one another alike is said once.
QString FileFetch::reasonsText() const {
    QString text;
    for (qsizetype i = 0; i < m_reasons.size(); ++i) {
        text += m_reasons[i].host;
        const bool saidNext = i + 1 < m_reasons.size() && m_reasons[i + 1].reason == m_reasons[i].reason;
        if (saidNext)
            text += QStringLiteral(", ");
        else
            text += QStringLiteral(": ") + m_reasons[i].reason +
                    (i + 1 < m_reasons.size() ? QStringLiteral("; ") : QString());
    }
    return text;
}

void FileFetch::giveUp(const QString& sentence) {
    dropReply();
    emit failed(sentence);
}

void FileFetch::dropReply() {
    m_rateWindow.stop();
    if (!m_reply) return;
    QNetworkReply* const reply = m_reply;
    m_reply.clear();
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
}

} // namespace latent
