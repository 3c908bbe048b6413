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

/// How pixels become colours. One-channel images use the theme's background for zero: in the light theme zero
/// is white and one is black, in the dark theme the reverse; raw shows zero as black in both.
struct PixelTone {
    bool inverted = false; // a one-channel zero is white

    static PixelTone of(const QPalette& palette, bool raw);
};

/// The byte that displays a value in 0 … 1; clamped, NaN is 0.
inline std::uint8_t pixelByte(float value) {
    return value > 0 ? static_cast<std::uint8_t>(std::min(value, 1.0F) * 255.0F + 0.5F) : std::uint8_t{0};
}

/// pixels: shape.pixels() values in 0 … 1 (clamped), row by row, channels interleaved.
QImage renderImage(const float* pixels, const ImageShape& shape, PixelTone tone);
QImage renderImage(std::span<const std::uint8_t> pixels, const ImageShape& shape, PixelTone tone);
/// A signed difference −1 … 1 as a diverging map: red if negative, the theme's background at 0, blue if
/// positive.
QImage renderDifference(const float* difference, const ImageShape& shape, const QPalette& palette);
/// Scaled smoothly to size; when shrinking, every pixel counts.
QImage resized(const QImage& image, QSize size);
/// Rounds the corners smoothly. The radius is in the image's pixels; the format gains an alpha channel.
void roundCorners(QImage& image, qreal radius);
/// Draws an image into target, scaled smoothly, with rounded corners.
void drawImage(QPainter& painter, const QRectF& target, const QImage& image, qreal radius);

} // namespace latent
