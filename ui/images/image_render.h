// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/data/image_dataset.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cstdint>
#include <span>

namespace latent {

/// How pixels become colours. One-channel images take the theme's ground for zero: on light a zero is
/// white and a one is black, on dark the other way round; raw shows zero as black on both.
struct PixelTone {
    bool inverted = false; // a one-channel zero is white

    static PixelTone of(const QPalette& palette, bool raw);
};

/// What a value in 0 … 1 is shown as; clamped, NaN is 0.
inline std::uint8_t pixelByte(float value) {
    return value > 0 ? static_cast<std::uint8_t>(std::min(value, 1.0F) * 255.0F + 0.5F) : std::uint8_t{0};
}

/// pixels: shape.pixels() values in 0 … 1 (clamped), row by row, channels interleaved.
QImage renderImage(const float* pixels, const ImageShape& shape, PixelTone tone);
QImage renderImage(std::span<const std::uint8_t> pixels, const ImageShape& shape, PixelTone tone);
/// A signed difference −1 … 1 as a diverging map: red where negative, the theme's ground at 0, blue where
/// positive.
QImage renderDifference(const float* difference, const ImageShape& shape, const QPalette& palette);
/// Scaled to size, smoothly; where it shrinks, with every pixel counted.
QImage resized(const QImage& image, QSize size);
/// Takes the corners off, smoothly. The radius is in the image's pixels; the format becomes one with opacity.
void roundCorners(QImage& image, qreal radius);
/// Draws an image into target, scaled smoothly, with rounded corners.
void drawImage(QPainter& painter, const QRectF& target, const QImage& image, qreal radius);

} // namespace latent
