// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture_pixels.h"

#include "core/data/arrays/pixel_rule.h"
#include "core/data/image_dataset.h"

#include <QRgba64>

#include <algorithm>
#include <cstring>
#include <new>

namespace latent {
namespace {

// Qt returns an empty image if there is not enough memory.
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

int spread(int number, int largest) {
    return std::min(255, (number * 255 + largest / 2) / largest);
}

QImage greyInBytes(const QImage& image, int largest) {
    QImage bytes = made(QImage(image.size(), QImage::Format_Grayscale8));
    for (int y = 0; y < image.height(); ++y) {
        const auto* const from = reinterpret_cast<const quint16*>(image.constScanLine(y));
        std::transform(from, from + image.width(), bytes.scanLine(y),
                       [largest](quint16 number) { return static_cast<uchar>(spread(number, largest)); });
    }
    return bytes;
}

QImage colourInBytes(const QImage& image, int largest) {
    const QImage deep = made(image.convertToFormat(QImage::Format_RGBA64));
    QImage bytes =
        made(QImage(image.size(), image.hasAlphaChannel() ? QImage::Format_ARGB32 : QImage::Format_RGB32));
    for (int y = 0; y < deep.height(); ++y) {
        const auto* const from = reinterpret_cast<const QRgba64*>(deep.constScanLine(y));
        std::transform(from, from + deep.width(), reinterpret_cast<QRgb*>(bytes.scanLine(y)),
                       [largest](QRgba64 pixel) {
                           return qRgba(spread(pixel.red(), largest), spread(pixel.green(), largest),
                                        spread(pixel.blue(), largest), pixel.alpha8());
                       });
    }
    return bytes;
}

} // namespace

bool isDeep(const QImage& image) {
    return image.depth() > 32 || image.format() == QImage::Format_Grayscale16;
}

int highestValue(const QImage& image) {
    int highest = 0;
    const bool grey = image.format() == QImage::Format_Grayscale16;
    const QImage deep = grey ? image : made(image.convertToFormat(QImage::Format_RGBA64));
    for (int y = 0; y < deep.height(); ++y) {
        if (grey) {
            const auto* const line = reinterpret_cast<const quint16*>(deep.constScanLine(y));
            highest = std::max(highest, int{*std::max_element(line, line + deep.width())});
            continue;
        }
        const auto* const line = reinterpret_cast<const QRgba64*>(deep.constScanLine(y));
        for (int x = 0; x < deep.width(); ++x)
            highest = std::max({highest, int{line[x].red()}, int{line[x].green()}, int{line[x].blue()}});
    }
    return highest;
}

int bitsFor(int highest) {
    for (const int bits : {8, 10, 12, 14, 15})
        if (highest < 1 << bits) return bits;
    return 16;
}

QImage inBytes(const QImage& image, int bits) {
    if (!isDeep(image)) return image;
    const int largest = (1 << bits) - 1;
    return image.format() == QImage::Format_Grayscale16 ? greyInBytes(image, largest)
                                                        : colourInBytes(image, largest);
}

std::string spreadLevels(std::span<std::uint8_t> pixels) {
    constexpr std::uint8_t kFewLevels = 64; // more levels are never spread
    const auto bright = [](std::uint8_t pixel) { return pixel > kFewLevels; };
    if (pixels.empty() || std::any_of(pixels.begin(), pixels.end(), bright)) return {};
    const std::uint8_t highest = *std::max_element(pixels.begin(), pixels.end());
    const PixelRule rule = pixelRuleFor(NumberType(), {0, static_cast<double>(highest), true});
    if (highest == 0 || rule.text == kBytesAsTheyAre) return {};
    for (std::uint8_t& pixel : pixels) pixel = rule.pixel(pixel);
    return rule.text;
}

QImage fitted(const QImage& image, const QSize& size, ImageFit fit) {
    QImage part = straight(image);
    if (fit == ImageFit::Crop) {
        const QSize middle = size.scaled(part.size(), Qt::KeepAspectRatio).expandedTo({1, 1});
        if (middle != part.size())
            part = made(part.copy((part.width() - middle.width()) / 2, (part.height() - middle.height()) / 2,
                                  middle.width(), middle.height()));
    }
    if (part.size() == size) return part;
    return made(part.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
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
