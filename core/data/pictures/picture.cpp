// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture.h"

#include "core/data/arrays/image_array.h"
#include "core/data/pictures/picture_damage.h"
#include "core/data/pictures/picture_kind.h"

#include <QBuffer>
#include <QImageReader>

#include <algorithm>
#include <cstring>
#include <new>

namespace latent {
namespace {

constexpr qint64 kMostPixels = 32 << 20;      // 128 MiB, Qt's own limit
constexpr qint64 kMostJpegPixels = 100 << 20; // decoded smaller, but libjpeg may hold 6 bytes of each

std::string_view viewOf(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

std::string textOf(const QSize& size) {
    return std::to_string(size.width()) + "×" + std::to_string(size.height()) + " pixels";
}

// How large the whole is decoded if `side` pixels of it are wanted: twice as large, for the smooth last step.
QSize decodedSize(const QSize& size, int side) {
    const int shorter = std::min(size.width(), size.height());
    if (shorter < 4 * side || std::max(size.width(), size.height()) <= kMaxImageSide) return size;
    return size.scaled(2 * side, 2 * side, Qt::KeepAspectRatioByExpanding);
}

// Qt makes an empty image where there is no memory for it.
QImage made(QImage image) {
    if (image.isNull()) throw std::bad_alloc();
    return image;
}

QImage straight(const QImage& image) {
    if (image.format() == QImage::Format_Grayscale8) return image;
    return made(image.convertToFormat(image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied
                                                              : QImage::Format_RGB32));
}

struct Colour {
    int red, green, blue;
};

Colour over(QRgb pixel, const std::array<std::uint8_t, 3>& ground) { // premultiplied
    const int rest = 255 - qAlpha(pixel);
    const auto laid = [rest](int colour, int below) {
        return std::min(255, colour + (below * rest + 127) / 255);
    };
    return {laid(qRed(pixel), ground[0]), laid(qGreen(pixel), ground[1]), laid(qBlue(pixel), ground[2])};
}

} // namespace

Picture decodePicture(const QByteArray& bytes, int side) {
    const std::string kind = pictureKind(viewOf(bytes));
    if (kind.empty()) return {{}, {}, bytes.isEmpty() ? "the file is empty" : "its content is no picture"};
    if (const char* const damage = damageIn(viewOf(bytes))) return {{}, {}, damage};
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, QByteArray::fromStdString(kind).toLower());
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    if (!reader.canRead())
        return {{}, {}, kind + " cannot be read here: " + reader.errorString().toStdString()};
    const QSize size = reader.size();
    if (!size.isValid() || size.isEmpty()) return {{}, {}, "the size is not stated: the file is damaged"};
    const bool jpeg = kind == "JPEG";
    if (qint64{size.width()} * size.height() > (jpeg ? kMostJpegPixels : kMostPixels)) {
        return {{}, {}, textOf(size) + ", more than is read"};
    }
    if (jpeg && decodedSize(size, side) != size) reader.setScaledSize(decodedSize(size, side));
    QImage image = reader.read();
    if (image.isNull()) return {{}, {}, "the file is damaged: " + reader.errorString().toStdString()};
    const bool onItsSide = reader.transformation() & QImageIOHandler::TransformationRotate90;
    return {std::move(image), onItsSide ? size.transposed() : size, {}};
}

QImage fitToSquare(const QImage& image, int side, ImageFit fit) {
    QImage square = straight(image);
    if (fit == ImageFit::Crop && square.width() != square.height()) {
        const int shorter = std::min(square.width(), square.height());
        square = made(
            square.copy((square.width() - shorter) / 2, (square.height() - shorter) / 2, shorter, shorter));
    }
    if (square.width() == side && square.height() == side) return square;
    return made(square.scaled(side, side, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
}

bool writePixels(const QImage& image, int channels, bool makeGrey, const std::array<std::uint8_t, 3>& ground,
                 std::uint8_t* out) {
    const QImage pixels = straight(image);
    const auto width = static_cast<std::size_t>(pixels.width());
    const bool bytes = pixels.format() == QImage::Format_Grayscale8;
    for (int y = 0; y < pixels.height(); ++y) {
        const uchar* const line = pixels.constScanLine(y);
        if (bytes && channels == 1) {
            std::memcpy(out, line, width);
            out += width;
            continue;
        }
        for (std::size_t x = 0; x < width; ++x) {
            const Colour colour = bytes ? Colour{line[x], line[x], line[x]}
                                        : over(reinterpret_cast<const QRgb*>(line)[x], ground);
            if (channels == 3) {
                *out++ = static_cast<std::uint8_t>(colour.red);
                *out++ = static_cast<std::uint8_t>(colour.green);
                *out++ = static_cast<std::uint8_t>(colour.blue);
                continue;
            }
            if (!makeGrey && (colour.red != colour.green || colour.green != colour.blue)) return false;
            *out++ = static_cast<std::uint8_t>(qGray(colour.red, colour.green, colour.blue));
        }
    }
    return true;
}

} // namespace latent
