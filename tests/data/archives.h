// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <numeric>
#include <utility>
#include <zip.h>

// Small archives built by the tests.
namespace latent::testing {

using Members = QList<std::pair<QByteArray, QByteArray>>; // name, content

inline QByteArray tarHeader(const QByteArray& name, qsizetype size, char kind = '0') {
    QByteArray header(512, '\0');
    const auto put = [&](qsizetype at, const QByteArray& text) { header.replace(at, text.size(), text); };
    put(0, name);
    put(100, "0000644");
    put(124, QByteArray::number(size, 8).rightJustified(11, '0'));
    put(136, "00000000000");
    header[156] = kind;
    put(257, "ustar");
    put(148, "        ");
    const int sum = std::accumulate(header.begin(), header.end(), 0, [](int total, char byte) {
        return total + static_cast<unsigned char>(byte);
    });
    put(148, QByteArray::number(sum, 8).rightJustified(6, '0') + QByteArray("\0 ", 2));
    return header;
}

inline QByteArray tar(const Members& members) {
    QByteArray bytes = tarHeader("folder/", 0, '5');
    for (const auto& [name, content] : members) {
        bytes += tarHeader(name, content.size()) + content;
        bytes += QByteArray((512 - content.size() % 512) % 512, '\0');
    }
    return bytes + QByteArray(1024, '\0');
}

inline void writeZip(const QByteArray& path, const Members& members) {
    zip_t* const archive = zip_open(path.constData(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    for (const auto& [name, content] : members) {
        zip_file_add(
            archive, name.constData(),
            zip_source_buffer(archive, content.constData(), static_cast<zip_uint64_t>(content.size()), 0), 0);
    }
    zip_close(archive);
}

} // namespace latent::testing
