// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"

#include <QImage>

namespace latent {

/// Throws Error where a picture of so many images would be absurdly large. Ask before decoding them.
void checkPictureSize(const ImageShape& shape, Index images);

/// images [pixels, n], 0 … 1, row by row with `columns` in a row and `gap` pixels between them. 0 is black.
/// Throws Error for a shape that has no colours.
QImage tiledPicture(const Matrix& images, const ImageShape& shape, int columns, int gap);

} // namespace latent
