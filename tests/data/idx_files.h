// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>
#include <QTest>

#include <initializer_list>
#include <zlib.h>

// Small IDX files, valid and invalid, built by the tests.
namespace latent::testing {

inline QByteArray bigEndian(quint32 value) {
    QByteArray bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes.append(static_cast<char>(value >> shift & 0xff));
    return bytes;
}

inline QByteArray idxHeader(quint8 type, std::initializer_list<quint32> sizes) {
    QByteArray bytes(2, '\0');
    bytes.append(static_cast<char>(type));
    bytes.append(static_cast<char>(sizes.size()));
    for (const quint32 size : sizes) bytes.append(bigEndian(size));
    return bytes;
}

/// Byte i of the elements: every value occurs, and neighbours differ.
inline QByteArray elements(int count, int first = 0) {
    QByteArray bytes;
    for (int i = 0; i < count; ++i) bytes.append(static_cast<char>((first + i * 37) & 0xff));
    return bytes;
}

inline QByteArray idxImages(int count, int height, int width, int first = 0) {
    return idxHeader(0x08, {static_cast<quint32>(count), static_cast<quint32>(height),
                            static_cast<quint32>(width)}) +
           elements(count * height * width, first);
}

inline QByteArray idxLabels(const QByteArray& labels) {
    return idxHeader(0x08, {static_cast<quint32>(labels.size())}) + labels;
}

inline QByteArray gzip(const QByteArray& bytes) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    QByteArray packed(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))) + 64,
                      '\0');
    QByteArray input = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.truncate(packed.size() - static_cast<qsizetype>(stream.avail_out));
    deflateEnd(&stream);
    return packed;
}

inline void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// The sentence of the Error thrown by the work; empty if it throws none.
template <class Work>
QString errorOf(const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

} // namespace latent::testing
