// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBuffer>
#include <QImage>
#include <QImageWriter>

// Pictures made up by tests.
namespace latent::testing {

inline QByteArray encoded(const QImage& image, const char* format, int quality = 100) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, format);
    writer.setQuality(quality);
    writer.write(image);
    return buffer.data();
}

inline QImage greyImage(int width, int height, int first = 0) {
    QImage image(width, height, QImage::Format_Grayscale8);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            image.scanLine(y)[x] = static_cast<uchar>(first + x * 7 + y * 31);
        }
    }
    return image;
}

inline QImage colourImage(int width, int height, int first = 0) {
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            image.setPixel(x, y, qRgb((first + x * 40) & 255, (y * 60) & 255, (x * y * 9) & 255));
        }
    }
    return image;
}

inline QByteArray greyPixels(const QImage& image) {
    QByteArray pixels;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) pixels.append(static_cast<char>(qRed(image.pixel(x, y))));
    }
    return pixels;
}

inline QByteArray colourPixels(const QImage& image) {
    QByteArray pixels;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QRgb pixel = image.pixel(x, y);
            for (const int value : {qRed(pixel), qGreen(pixel), qBlue(pixel)})
                pixels.append(static_cast<char>(value));
        }
    }
    return pixels;
}

} // namespace latent::testing
