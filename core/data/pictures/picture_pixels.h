// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"

#include <QImage>

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace latent {

/// Whether the picture has more than 8 bits per colour.
bool isDeep(const QImage& image);

/// The largest number among the colours of a deep picture, out of 65,535.
int highestValue(const QImage& image);

/// The smallest of 8, 10, 12, 14, 15 and 16 bits that holds the number: cameras and microscopes use only part
/// of 16 bits.
int bitsFor(int highest);

/// Converts a deep picture to 8 bits per colour: its numbers, with the given number of significant bits, are
/// spread over 0 … 255. Other pictures stay unchanged.
QImage inBytes(const QImage& image, int bits);

/// Spreads pixels with few grey levels, as in masks and scanned digits, over 0 … 255, by the rule for numbers
/// in files. Returns the text of the rule; empty: unchanged.
std::string spreadLevels(std::span<std::uint8_t> pixels);

/// The middle of the picture in the proportions of the size, or the whole picture stretched, scaled to that
/// size.
QImage fitted(const QImage& image, const QSize& size, ImageFit fit);

/// Writes the pixels, row by row from the top left, as 1 or 3 channels, with transparent pixels over the
/// ground. False, with out partly written, if one channel was requested and the picture has colours, unless
/// makeGrey.
bool writePixels(const QImage& image, int channels, bool makeGrey, const std::array<std::uint8_t, 3>& ground,
                 std::uint8_t* out);

} // namespace latent
