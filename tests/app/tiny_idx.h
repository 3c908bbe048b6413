// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/train/tiny_dataset.h"

#include <QFile>

namespace latent::test {

/// A set of blobs as an IDX image file, which the program opens like any other. False where it cannot be
/// written.
inline bool writeTinyIdx(const QString& path, Index images, int side, std::uint64_t seed = 1) {
    const DatasetPtr dataset = tinyDataset(images, 0, side, seed);
    QByteArray bytes = QByteArray::fromHex("00000803");
    for (const int size : {static_cast<int>(images), side, side})
        for (const int shift : {24, 16, 8, 0}) bytes.append(static_cast<char>((size >> shift) & 0xff));
    for (const std::uint8_t pixel : dataset->pixels.bytes) bytes.append(static_cast<char>(pixel));
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace latent::test
