// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/path_text.h"

namespace latent {
namespace {

constexpr char16_t kEscaped = 0xDC00; // and the byte
constexpr char16_t kFirstEscaped = 0xDC80;
constexpr char16_t kLastEscaped = 0xDCFF;

/// How many bytes the character has that `bytes` begin with; 0: they begin with none.
qsizetype characterLength(QByteArrayView bytes) {
    constexpr qsizetype kLongest = 4;
    for (qsizetype length = 1; length <= std::min(kLongest, bytes.size()); ++length) {
        if (QString::fromUtf8(bytes.first(length)).toUtf8() == bytes.first(length)) return length;
    }
    return 0;
}

} // namespace

QString pathFromBytes(std::string_view bytes) {
    QByteArrayView rest(bytes.data(), static_cast<qsizetype>(bytes.size()));
    QString path = QString::fromUtf8(rest);
    if (path.toUtf8() == rest) return path;
    path.clear();
    while (!rest.isEmpty()) {
        const qsizetype length = characterLength(rest);
        if (length > 0)
            path += QString::fromUtf8(rest.first(length));
        else
            path += QChar(static_cast<char16_t>(kEscaped + static_cast<uchar>(rest.front())));
        rest = rest.sliced(std::max<qsizetype>(length, 1));
    }
    return path;
}

std::string pathToBytes(const QString& path) {
    std::string bytes;
    qsizetype written = 0;
    const auto writeUpTo = [&](qsizetype end) {
        bytes += QStringView(path).sliced(written, end - written).toUtf8().toStdString();
    };
    for (qsizetype i = 0; i < path.size(); ++i) {
        const char16_t unit = path[i].unicode();
        const bool pair = path[i].isHighSurrogate() && i + 1 < path.size() && path[i + 1].isLowSurrogate();
        if (pair) {
            ++i;
        } else if (unit >= kFirstEscaped && unit <= kLastEscaped) {
            writeUpTo(i);
            bytes += static_cast<char>(unit & 0xFF);
            written = i + 1;
        }
    }
    writeUpTo(path.size());
    return bytes;
}

} // namespace latent
