// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/walk_export.h"

#include "app/animation_export.h"
#include "core/base/error.h"

#include <QBuffer>

#include <cmath>
#include <cstring>

namespace latent {
namespace {

constexpr int kSheetGap = 2;
constexpr QRgb kSheetGround = qRgb(64, 64, 64); // as in the pictures of the other subcommands

std::string animationBytes(const WalkFilm& film, WalkFormat format, const Progress& progress) {
    const std::unique_ptr<AnimationWriter> writer = format == WalkFormat::Gif ? gifWriter() : webpWriter();
    for (int i = 0; i < film.frames(); ++i) {
        progress.at(static_cast<double>(i) / film.frames());
        writer->add({film.largePicture(i), film.milliseconds(i)});
    }
    return writer->finish();
}

void putTile(const QImage& tile, QImage& sheet, int left, int top) {
    const QImage pixels = tile.convertToFormat(sheet.format());
    for (int y = 0; y < pixels.height(); ++y) {
        std::memcpy(reinterpret_cast<QRgb*>(sheet.scanLine(top + y)) + left, pixels.constScanLine(y),
                    static_cast<std::size_t>(pixels.width()) * sizeof(QRgb));
    }
}

QImage sheetOf(const WalkFilm& film, const Progress& progress) {
    const int columns = static_cast<int>(std::ceil(std::sqrt(film.frames())));
    const int rows = (film.frames() + columns - 1) / columns;
    const int across = film.walk->shape.width + kSheetGap, down = film.walk->shape.height + kSheetGap;
    QImage sheet(columns * across - kSheetGap, rows * down - kSheetGap, QImage::Format_RGB32);
    if (sheet.isNull()) throw Error("the picture is too large");
    sheet.fill(kSheetGround);
    for (int i = 0; i < film.frames(); ++i) {
        progress.at(static_cast<double>(i) / film.frames());
        putTile(film.picture(i), sheet, i % columns * across, i / columns * down);
    }
    return sheet;
}

} // namespace

std::optional<WalkFormat> walkFormatOf(const std::filesystem::path& path) {
    const QString ending = QString::fromStdString(path.extension().string()).toLower();
    if (ending == QLatin1String(".webp")) return WalkFormat::Webp;
    if (ending == QLatin1String(".gif")) return WalkFormat::Gif;
    if (ending == QLatin1String(".png")) return WalkFormat::Sheet;
    return std::nullopt;
}

std::string walkBytes(const WalkFilm& film, WalkFormat format, const Progress& progress) {
    if (film.frames() == 0) throw Error("there is no frame to save");
    if (format != WalkFormat::Sheet) return animationBytes(film, format, progress);
    const QImage sheet = sheetOf(film, progress);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!sheet.save(&buffer, "PNG")) throw Error("the picture cannot be encoded");
    return bytes.toStdString();
}

} // namespace latent
