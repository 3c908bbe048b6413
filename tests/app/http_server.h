// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/tls_identity.h"

#include <QHash>
#include <QList>
#include <QPointer>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

namespace latent::testing {

/// A web server of the tests' own on this machine, as good or as bad as is wanted.
class HttpServer : public QTcpServer {
  public:
    /// What is answered to a request for one path.
    struct Answer {
        QByteArray body;
        int status = 200;
        QByteArray redirect;       // a location
        qint64 sayBytes = -1;      // the length that is stated; −1: the right one
        qint64 breakAfter = -1;    // bytes of the body, then the connection is closed
        qint64 holdAfter = -1;     // bytes of the body, then nothing more until release()
        int breaks = 1000;         // so often does it break or hold, then it behaves
        bool ranges = true;        // answers Range
        bool shiftsRanges = false; // answers it with another part
        bool refusesRanges = false;
        bool saysLength = true;
        QByteArray etag = "\"first\"";
        QByteArray lastModified;
        QByteArray reason = "As wanted"; // after the status
        bool heedsIfRange = true;        // false: sends the rest of whatever it has now
        qint64 dripAfter = -1;           // bytes of the body, then one every few milliseconds
    };

    enum class Scheme { Http, Https };

    explicit HttpServer(Scheme scheme = Scheme::Http)
        : m_scheme(scheme) {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* const socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { hear(socket); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }

    std::string address(const QString& path = "/") const {
        const char* const scheme = m_scheme == Scheme::Https ? "https" : "http";
        return QString("%1://127.0.0.1:%2%3").arg(scheme).arg(serverPort()).arg(path).toStdString();
    }
    Answer& operator[](const QByteArray& path) { return m_answers[path]; }
    const QList<QByteArray>& requests() const { return m_requests; }
    int requestsFor(const QByteArray& path) const {
        return static_cast<int>(
            std::count_if(m_requests.begin(), m_requests.end(), [&](const QByteArray& request) {
                return request.startsWith("GET " + path + " ");
            }));
    }
    /// Sends on what is held.
    void release() {
        for (const Held& held : m_held) {
            if (!held.socket) continue;
            held.socket->write(held.rest);
            held.socket->disconnectFromHost();
        }
        m_held.clear();
    }

  protected:
    void incomingConnection(qintptr descriptor) override {
        if (m_scheme == Scheme::Http) return QTcpServer::incomingConnection(descriptor);
        auto* const socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        socket->setLocalCertificate(QSslCertificate(kTlsCertificate));
        socket->setPrivateKey(QSslKey(kTlsKey, QSsl::Ec));
        socket->startServerEncryption();
        addPendingConnection(socket);
    }

  private:
    struct Held {
        QPointer<QTcpSocket> socket;
        QByteArray rest;
    };

    static QByteArray headerOf(const QByteArray& request, const QByteArray& name) {
        for (const QByteArray& line : request.split('\n')) {
            if (line.toLower().startsWith(name.toLower() + ":")) return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }

    void hear(QTcpSocket* socket) {
        QByteArray& request = m_incoming[socket];
        request += socket->readAll();
        if (!request.contains("\r\n\r\n")) return;
        const QByteArray whole = m_incoming.take(socket);
        m_requests.append(whole);
        answer(socket, whole, whole.mid(4, whole.indexOf(' ', 4) - 4));
    }

    void answer(QTcpSocket* socket, const QByteArray& request, const QByteArray& path) {
        if (!m_answers.contains(path)) {
            socket->write("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: close\r\n\r\ngone");
            socket->disconnectFromHost();
            return;
        }
        Answer& answer = m_answers[path];
        QByteArray body = answer.body;
        QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + ' ' + answer.reason +
                          "\r\nConnection: close\r\n";
        const QByteArray range = headerOf(request, "Range");
        const QByteArray onlyIf = headerOf(request, "If-Range");
        if (answer.refusesRanges && !range.isEmpty()) {
            socket->write("HTTP/1.1 416 No such part\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            socket->disconnectFromHost();
            return;
        }
        if (answer.ranges && range.startsWith("bytes=") &&
            (onlyIf.isEmpty() || onlyIf == answer.etag || !answer.heedsIfRange)) {
            const qint64 asked = range.mid(6, range.indexOf('-') - 6).toLongLong();
            const qint64 begin = answer.shiftsRanges ? asked - 1 : asked;
            head = "HTTP/1.1 206 Part\r\nConnection: close\r\nContent-Range: bytes " +
                   QByteArray::number(begin) + '-' + QByteArray::number(body.size() - 1) + '/' +
                   QByteArray::number(body.size()) + "\r\n";
            body = body.mid(begin);
        }
        if (!answer.redirect.isEmpty()) head += "Location: " + answer.redirect + "\r\n";
        if (!answer.etag.isEmpty()) head += "ETag: " + answer.etag + "\r\n";
        if (!answer.lastModified.isEmpty()) head += "Last-Modified: " + answer.lastModified + "\r\n";
        if (answer.saysLength) {
            head +=
                "Content-Length: " + QByteArray::number(answer.sayBytes < 0 ? body.size() : answer.sayBytes) +
                "\r\n";
        }
        socket->write(head + "\r\n");
        sendBody(socket, answer, body);
    }

    static void drip(QTcpSocket* socket, const QByteArray& rest) {
        constexpr int kEachMs = 5;
        auto* const timer = new QTimer(socket);
        connect(timer, &QTimer::timeout, socket, [socket, rest, at = qsizetype{0}]() mutable {
            if (at < rest.size()) socket->write(rest.mid(at++, 1));
        });
        timer->start(kEachMs);
    }

    void sendBody(QTcpSocket* socket, Answer& answer, const QByteArray& body) {
        if (answer.dripAfter >= 0) {
            socket->write(body.left(answer.dripAfter));
            return drip(socket, body.mid(answer.dripAfter));
        }
        const bool misbehaves = (answer.breakAfter >= 0 || answer.holdAfter >= 0) && answer.breaks-- > 0;
        if (misbehaves && answer.holdAfter >= 0) {
            socket->write(body.left(answer.holdAfter));
            m_held.append({socket, body.mid(answer.holdAfter)});
            return;
        }
        socket->write(misbehaves ? body.left(answer.breakAfter) : body);
        socket->disconnectFromHost();
    }

    Scheme m_scheme;
    QHash<QByteArray, Answer> m_answers;
    QHash<QTcpSocket*, QByteArray> m_incoming;
    QList<QByteArray> m_requests;
    QList<Held> m_held;
};

} // namespace latent::testing
