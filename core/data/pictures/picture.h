// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"

#include <QByteArray>
#include <QImage>

#include <array>
#include <cstdint>
#include <string>

namespace latent {

/// A decoded picture, or why there is none: half a sentence.
struct Picture {
    QImage image;
    QSize whole; // as it is in the file, turned
    std::string failure;
};

/// Decodes the bytes of a file, by their content, turned as the camera was held. Its size is looked at before
/// its pixels are. A JPEG that is larger than what may stay as it is (kMaxImageSide) is decoded to no more
/// than a square of `side` pixels takes.
Picture decodePicture(const QByteArray& bytes, int side);

/// The picture's middle square, or the whole of it stretched, as side × side pixels.
QImage fitToSquare(const QImage& image, int side, ImageFit fit);

/// Writes the pixels, row by row from the top left, as 1 or 3 channels, over the ground where they are
/// transparent. False, with out in part written, if one channel was asked for and the picture has colours,
/// unless makeGrey.
bool writePixels(const QImage& image, int channels, bool makeGrey, const std::array<std::uint8_t, 3>& ground,
                 std::uint8_t* out);

} // namespace latent
