// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/picture_file.h"

#include "app/command_line.h"
#include "app/commands/common.h"

#include <QBuffer>
#include <QImageReader>
#include <QImageWriter>

#include <filesystem>

namespace latent {
namespace {

constexpr int kQuality = 95; // of JPEG
const QByteArrayList kWritten{"png", "jpg", "jpeg", "bmp", "tif", "tiff", "webp", "ppm"};
// Formats that people ask for, and that Qt does not even read.
const QByteArrayList kFamiliar{"pdf", "eps", "ps", "svg", "gif", "heic", "avif", "jxl", "jp2"};

QByteArray endingOf(const std::string& target) {
    const std::string ending = std::filesystem::path(target).extension().string();
    return QByteArray::fromStdString(ending).mid(1).toLower();
}

bool isWritten(const QByteArray& ending) {
    return kWritten.contains(ending) && QImageWriter::supportedImageFormats().contains(ending);
}

} // namespace

void checkPictureEnding(const std::string& target) {
    const QByteArray ending = endingOf(target);
    const bool named = kWritten.contains(ending) || kFamiliar.contains(ending) ||
                       QImageReader::supportedImageFormats().contains(ending);
    if (!named || isWritten(ending)) return;
    QByteArrayList written = kWritten;
    written.removeIf([](const QByteArray& format) { return !isWritten(format); });
    throw UsageError("--out: " + target + ": pictures are not written as " + ending.toUpper().toStdString() +
                     "; the endings are " + written.join(", ").toStdString());
}

void writePicture(const std::string& target, const QImage& picture) {
    const QByteArray ending = endingOf(target);
    const QByteArray format = isWritten(ending) ? ending : "png";
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, format);
    if (format.startsWith("jp")) writer.setQuality(kQuality);
    if (!writer.write(picture))
        throw OutputError(target + ": the picture cannot be encoded: " + writer.errorString().toStdString());
    save(target, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
    if (format != ending && target != "-")
        tell(target + ": the name does not end in a picture format; it was written as PNG");
}

} // namespace latent
