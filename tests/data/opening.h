// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/sets/catalogue.h"
#include "tests/data/idx_files.h"

#include <QTemporaryDir>

// Opens what a test has just written.
namespace latent::testing {

class TestFolder {
  public:
    QString path(const QString& name = {}) const {
        return name.isEmpty() ? m_folder.path() : m_folder.filePath(name);
    }
    /// Creates missing folders.
    QString put(const QString& name, const QByteArray& bytes) const {
        const QString file = path(name);
        QDir().mkpath(QFileInfo(file).path());
        write(file, bytes);
        return file;
    }

  private:
    QTemporaryDir m_folder;
};

inline DatasetPtr open(const QString& path, const OpenOptions& options = {}, const Progress& progress = {}) {
    return openDataset(path.toStdString(), options, progress);
}

inline QString failure(const QString& path, const OpenOptions& options = {}) {
    return errorOf([&] { open(path, options); });
}

inline QByteArray pixelsOf(const ImageDataset& dataset) {
    return {reinterpret_cast<const char*>(dataset.pixels.bytes.data()),
            static_cast<qsizetype>(dataset.pixels.bytes.size())};
}

inline std::vector<int> labelsOf(const ImageDataset& dataset) {
    return {dataset.labels.begin(), dataset.labels.end()};
}

/// The number's bytes, the most significant first if bigEndian.
template <class Number>
QByteArray bytesOf(Number number, bool bigEndian = false) {
    QByteArray bytes(reinterpret_cast<const char*>(&number), sizeof number);
    if (bigEndian) std::reverse(bytes.begin(), bytes.end());
    return bytes;
}

template <class Number>
QByteArray bytesOfAll(std::initializer_list<double> numbers, bool bigEndian = false) {
    QByteArray bytes;
    for (const double number : numbers) bytes += bytesOf(static_cast<Number>(number), bigEndian);
    return bytes;
}

/// Opens every prefix of the bytes as a file with this name. Each must fail with one sentence that names the
/// file, or pass the check.
template <class Check>
void everyPrefix(const TestFolder& folder, const QString& name, const QByteArray& bytes,
                 const OpenOptions& options, const Check& check) {
    for (int length = 0; length < bytes.size(); ++length) {
        const QString file = folder.put(name, bytes.left(length));
        DatasetPtr dataset;
        const QString sentence = errorOf([&] { dataset = open(file, options); });
        const QByteArray about = QString("%1 bytes: %2").arg(length).arg(sentence).toUtf8();
        if (dataset) {
            QVERIFY2(check(*dataset, length), about.constData());
        } else {
            QVERIFY2(sentence.startsWith(file) && !sentence.contains('\n'), about.constData());
        }
    }
}

inline bool never(const ImageDataset&, int) {
    return false;
}

} // namespace latent::testing
