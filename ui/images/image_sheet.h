// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/data/image_dataset.h"
#include "ui/images/image_render.h"

#include <span>
#include <vector>

namespace latent {

/// Many images of one size laid out as one picture, a byte a value: one conversion and one blit for all of
/// them.
class ImageSheet {
  public:
    ImageSheet() = default;
    /// images [pixels, n], 0 … 1 (clamped), filled row by row over `columns` cells; cells that are left over
    /// are 0. Empty unless the images have the shape.
    ImageSheet(const Matrix& images, const ImageShape& shape, int columns);

    int count() const { return m_count; }
    /// Null if empty.
    QImage render(PixelTone tone) const;

  private:
    std::vector<std::uint8_t> m_values;
    ImageShape m_shape; // of the whole
    int m_count = 0;
};

/// The named images of a set as columns [pixels, n], 0 … 1. Indices outside the set give zeros.
Matrix imageColumns(const ImageDataset& dataset, std::span<const Index> images);
/// Draws cell `cell` of a sheet that has `columns` into target without reading beyond it.
void drawSheetCell(QPainter& painter, const QRectF& target, const QImage& sheet, const ImageShape& shape,
                   int columns, int cell);

} // namespace latent
