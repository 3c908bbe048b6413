// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/data/image_dataset.h"
#include "ui/images/image_render.h"

#include <span>
#include <vector>

namespace latent {

/// Many images of one size laid out as one picture, one byte per value: a single conversion and a single blit
/// draw them all.
class ImageSheet {
  public:
    ImageSheet() = default;
    /// images [pixels, n], 0 … 1 (clamped), filled row by row over `columns` cells; unused cells are 0. Empty
    /// if the images do not have this shape.
    ImageSheet(const Matrix& images, const ImageShape& shape, int columns);

    int count() const { return m_count; }
    /// Null if empty.
    QImage render(PixelTone tone) const;

  private:
    std::vector<std::uint8_t> m_values;
    ImageShape m_shape; // of the whole sheet
    int m_count = 0;
};

/// The images with these indices as columns [pixels, n], 0 … 1. Indices outside the set give zeros.
Matrix imageColumns(const ImageDataset& dataset, std::span<const Index> images);
/// Draws cell `cell` of a sheet with `columns` columns into target without reading beyond the cell.
void drawSheetCell(QPainter& painter, const QRectF& target, const QImage& sheet, const ImageShape& shape,
                   int columns, int cell);

} // namespace latent
