// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/picture_export.h"

#include "core/base/error.h"
#include "core/data/files/safe_save.h"

#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

namespace latent {
namespace {

// A logical pixel of the screen stays a pixel of the drawing: what a plot records is scaled by this.
constexpr int kPixelsAnInch = 96;

QByteArray pngBytes(const QImage& image) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svgBytes(const PictureSource& source) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kPixelsAnInch);
    generator.setSize(source.size);
    generator.setViewBox(QRect(QPoint(), source.size));
    generator.setTitle(source.name);
    QPainter painter(&generator);
    source.render(painter, source.size);
    painter.end();
    return bytes;
}

QByteArray pdfBytes(const PictureSource& source) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(QSizeF(source.size) / kPixelsAnInch, QPageSize::Inch));
    writer.setPageMargins(QMarginsF());
    writer.setResolution(kPixelsAnInch);
    writer.setTitle(source.name);
    QPainter painter(&writer);
    source.render(painter, source.size);
    painter.end();
    return bytes;
}

} // namespace

void savePicture(const PictureSource& source, const std::filesystem::path& path) {
    const std::string ending = path.extension().string();
    QByteArray bytes;
    if (ending == ".png") {
        bytes = pngBytes(source.image());
    } else if (source.render && ending == ".svg") {
        bytes = svgBytes(source);
    } else if (source.render && ending == ".pdf") {
        bytes = pdfBytes(source);
    } else {
        throw Error(path.string(), "",
                    source.render ? "the name must end in .png, .svg or .pdf" : "the name must end in .png");
    }
    if (bytes.isEmpty()) throw Error(path.string(), "", "the picture could not be drawn");
    safeSave(path, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

} // namespace latent
