// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <zlib.h>

// NumPy arrays and zip archives, valid and invalid, built byte by byte.
namespace latent::testing {

inline QByteArray littleEndian(quint64 value, int bytes) {
    QByteArray result;
    for (int i = 0; i < bytes; ++i) result.append(static_cast<char>(value >> 8 * i & 0xff));
    return result;
}

inline QByteArray npyWithDictionary(const QByteArray& dictionary, const QByteArray& data, int version = 1) {
    const int lengthBytes = version == 1 ? 2 : 4;
    QByteArray text = dictionary;
    while ((8 + lengthBytes + text.size() + 1) % 64 != 0) text.append(' ');
    text.append('\n');
    return QByteArray("\x93NUMPY") + static_cast<char>(version) + '\0' +
           littleEndian(static_cast<quint64>(text.size()), lengthBytes) + text + data;
}

inline QByteArray npy(const char* descr, const char* shape, const QByteArray& data, bool fortran = false,
                      int version = 1) {
    const QByteArray dictionary = QByteArray("{'descr': '") + descr +
                                  "', 'fortran_order': " + (fortran ? "True" : "False") +
                                  ", 'shape': " + shape + ", }";
    return npyWithDictionary(dictionary, data, version);
}

/// A member of a zip archive, with fields that can be falsified.
struct ZipPart {
    QByteArray name;
    QByteArray content;
    bool deflated = true;
    bool zip64 = false; // sizes in the extra field, as NumPy writes them
    quint16 flags = 0;  // 1: encrypted
    qint64 statedSize = -1;
    qint64 statedPackedSize = -1;
    qint64 statedSum = -1;
    int statedMethod = -1;
};

inline QByteArray deflated(const QByteArray& bytes) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
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

inline QByteArray zip(const QList<ZipPart>& parts) {
    QByteArray archive;
    QByteArray directory;
    for (const ZipPart& part : parts) {
        const QByteArray packed = part.deflated ? deflated(part.content) : part.content;
        const auto sum = static_cast<quint64>(
            part.statedSum >= 0
                ? part.statedSum
                : static_cast<qint64>(crc32(0, reinterpret_cast<const Bytef*>(part.content.data()),
                                            static_cast<uInt>(part.content.size()))));
        const auto size = static_cast<quint64>(part.statedSize >= 0 ? part.statedSize : part.content.size());
        const auto packedSize =
            static_cast<quint64>(part.statedPackedSize >= 0 ? part.statedPackedSize : packed.size());
        const auto method = static_cast<quint64>(part.statedMethod >= 0 ? part.statedMethod
                                                 : part.deflated        ? 8
                                                                        : 0);
        const quint64 none = 0xffffffff;
        const QByteArray extra = part.zip64 ? littleEndian(1, 2) + littleEndian(16, 2) +
                                                  littleEndian(size, 8) + littleEndian(packedSize, 8)
                                            : QByteArray();
        const QByteArray common = littleEndian(part.flags, 2) + littleEndian(method, 2) +
                                  QByteArray(2, '\0') + littleEndian(0x21, 2) + littleEndian(sum, 4) +
                                  littleEndian(part.zip64 ? none : packedSize, 4) +
                                  littleEndian(part.zip64 ? none : size, 4) +
                                  littleEndian(static_cast<quint64>(part.name.size()), 2) +
                                  littleEndian(static_cast<quint64>(extra.size()), 2);
        directory += QByteArray("PK\1\2") + littleEndian(45, 2) + littleEndian(45, 2) + common +
                     QByteArray(10, '\0') + littleEndian(static_cast<quint64>(archive.size()), 4) +
                     part.name + extra;
        archive += QByteArray("PK\3\4") + littleEndian(45, 2) + common + part.name + extra + packed;
    }
    const auto begin = static_cast<quint64>(archive.size());
    const auto count = static_cast<quint64>(parts.size());
    return archive + directory + "PK\5\6" + QByteArray(4, '\0') + littleEndian(count, 2) +
           littleEndian(count, 2) + littleEndian(static_cast<quint64>(directory.size()), 4) +
           littleEndian(begin, 4) + QByteArray(2, '\0');
}

} // namespace latent::testing
