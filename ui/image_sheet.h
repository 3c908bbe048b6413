// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/data/image_dataset.h"
#include "ui/image_render.h"

#include <span>

// Many images of one size laid out as one picture: one conversion and one blit for all of them.
namespace latent {

/// images [pixels, n], filled row by row over `columns` cells; cells that are left over are 0.
QImage renderSheet(const Matrix& images, const ImageShape& shape, int columns, PixelTone tone);
/// The named images of a set as columns [pixels, n], 0 … 1. Indices outside the set give zeros.
Matrix imageColumns(const ImageDataset& dataset, std::span<const Index> images);
/// Draws cell `cell` of a sheet that has `columns` into target without reading beyond it.
void drawSheetCell(QPainter& painter, const QRectF& target, const QImage& sheet, const ImageShape& shape,
                   int columns, int cell);

} // namespace latent
