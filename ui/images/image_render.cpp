// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/image_render.h"

#include "ui/controls/paint_bands.h"
#include "ui/controls/painted_once.h"
#include "ui/controls/style.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace latent {

namespace {

std::uint8_t byteOf(std::uint8_t value) {
    return value;
}

std::uint8_t byteOf(float value) {
    return pixelByte(value);
}

template <class Value>
QImage render(const Value* pixels, const ImageShape& shape, PixelTone tone) {
    const bool colour = shape.channels >= 3;
    QImage image(shape.width, shape.height, colour ? QImage::Format_RGB888 : QImage::Format_Grayscale8);
    const int taken = colour ? 3 : 1;
    const std::uint8_t flip = !colour && tone.inverted ? 0xFF : 0;
    for (int y = 0; y < shape.height; ++y) {
        std::uint8_t* line = image.scanLine(y);
        const Value* row = pixels + Index{y} * shape.width * shape.channels;
        for (int x = 0; x < shape.width; ++x)
            for (int c = 0; c < taken; ++c)
                *line++ = static_cast<std::uint8_t>(byteOf(row[x * shape.channels + c]) ^ flip);
    }
    return image;
}

QRgb blend(const QColor& from, const QColor& to, float share) {
    const auto mix = [share](int a, int b) {
        return static_cast<int>(std::lround(static_cast<float>(a) + share * static_cast<float>(b - a)));
    };
    return qRgb(mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue()));
}

/// Opaque except outside four rounded corners of `side` pixels each.
QPixmap fourCorners(int side, qreal radius) {
    return paintedOnce(QStringLiteral("corners %1").arg(radius), 2 * side, 1, [&](QPainter& painter) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(Qt::black);
        painter.drawRoundedRect(QRectF(0, 0, 2 * side, 2 * side), radius, radius);
    });
}

} // namespace

PixelTone PixelTone::of(const QPalette& palette, bool raw) {
    return {!raw && !style::themeOf(palette).dark};
}

QImage renderImage(const float* pixels, const ImageShape& shape, PixelTone tone) {
    return render(pixels, shape, tone);
}

QImage renderImage(std::span<const std::uint8_t> pixels, const ImageShape& shape, PixelTone tone) {
    Q_ASSERT(static_cast<Index>(pixels.size()) >= shape.pixels());
    return render(pixels.data(), shape, tone);
}

QImage renderDifference(const float* difference, const ImageShape& shape, const QPalette& palette) {
    const style::Theme theme = style::themeOf(palette);
    const QColor negative = theme.dark ? QColor("#ff6b6b") : QColor("#c9252d");
    const QColor positive = theme.dark ? QColor("#5b9dff") : QColor("#1f5fd0");
    QImage image(shape.width, shape.height, QImage::Format_RGB32);
    for (int y = 0; y < shape.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        const float* row = difference + Index{y} * shape.width * shape.channels;
        for (int x = 0; x < shape.width; ++x) {
            float value = 0;
            for (int c = 0; c < shape.channels; ++c) value += row[x * shape.channels + c];
            value /= static_cast<float>(shape.channels);
            const float share = std::isfinite(value) ? std::min(std::abs(value), 1.0F) : 0.0F;
            line[x] = blend(theme.ground, value < 0 ? negative : positive, share);
        }
    }
    return image;
}

QImage resized(const QImage& image, QSize size) {
    if (image.isNull() || size.isEmpty()) return {};
    if (size.width() < image.width() || size.height() < image.height()) // bilinear look-ups would skip pixels
        return image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    if (size == image.size()) return image;
    QImage made(size, QImage::Format_RGB32);
    QPainter painter(&made);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    paintInBands(painter, made.rect(), kPlainBand, [&] { painter.drawImage(made.rect(), image); });
    return made;
}

void roundCorners(QImage& image, qreal radius) {
    image.convertTo(QImage::Format_ARGB32_Premultiplied);
    const int side = static_cast<int>(std::ceil(radius));
    if (side <= 0 || 2 * side > std::min(image.width(), image.height())) return;
    const QPixmap corners = fourCorners(side, radius);
    QPainter painter(&image);
    painter.setCompositionMode(QPainter::CompositionMode_DestinationIn);
    for (const int x : {0, side})
        for (const int y : {0, side})
            painter.drawPixmap(QPoint(x == 0 ? 0 : image.width() - side, y == 0 ? 0 : image.height() - side),
                               corners, QRect(x, y, side, side));
}

void drawImage(QPainter& painter, const QRectF& target, const QImage& image, qreal radius) {
    if (image.isNull() || target.isEmpty()) return;
    // Scale to device pixels first: rounding and blending then need no smoothing.
    const qreal ratio = painter.device()->devicePixelRatioF();
    QImage scaled = resized(image, (target.size() * ratio).toSize().expandedTo({1, 1}));
    if (radius > 0) roundCorners(scaled, radius * ratio);
    scaled.setDevicePixelRatio(ratio);
    painter.drawImage(target.topLeft(), scaled);
}

} // namespace latent
