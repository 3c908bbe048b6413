// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"

#include <QImage>

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace latent {

/// Whether a colour of the picture has more than 8 bits.
bool isDeep(const QImage& image);

/// The largest number among the colours of a deep picture, of 65,535.
int highestValue(const QImage& image);

/// The least bits, of 8, 10, 12, 14, 15 and 16, that hold the number: cameras and microscopes fill no more
/// of 16.
int bitsFor(int highest);

/// A deep picture with 8 bits a colour: its numbers, of which the largest possible has so many bits, are
/// spread over 0 … 255. Other pictures stay as they are.
QImage inBytes(const QImage& image, int bits);

/// Spreads pixels of a few grey levels, as masks and scanned digits have them, over 0 … 255, by the rule for
/// numbers in files. Returns its text; empty: they stay as they are.
std::string spreadLevels(std::span<std::uint8_t> pixels);

/// The middle of the picture in the proportions of the size, or the whole of it stretched, as so many pixels.
QImage fitted(const QImage& image, const QSize& size, ImageFit fit);

/// Writes the pixels, row by row from the top left, as 1 or 3 channels, over the ground where they are
/// transparent. False, with out in part written, if one channel was asked for and the picture has colours,
/// unless makeGrey.
bool writePixels(const QImage& image, int channels, bool makeGrey, const std::array<std::uint8_t, 3>& ground,
                 std::uint8_t* out);

} // namespace latent
