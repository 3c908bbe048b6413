// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/image_sheet.h"

#include <algorithm>

namespace latent {

ImageSheet::ImageSheet(const Matrix& images, const ImageShape& shape, int columns) {
    if (images.cols() == 0 || columns <= 0 || shape.pixels() == 0 || images.rows() != shape.pixels()) return;
    m_count = static_cast<int>(images.cols());
    const int rows = (m_count + columns - 1) / columns;
    m_shape = {shape.width * columns, shape.height * rows, shape.channels};
    m_values.assign(static_cast<std::size_t>(m_shape.pixels()), 0);
    const Index line = Index{shape.width} * shape.channels;
    for (int i = 0; i < m_count; ++i) {
        const float* source = images.col(i).data();
        std::uint8_t* target =
            m_values.data() + (i / columns) * shape.height * line * columns + (i % columns) * line;
        for (int y = 0; y < shape.height; ++y, source += line, target += line * columns)
            std::transform(source, source + line, target, pixelByte);
    }
}

QImage ImageSheet::render(PixelTone tone) const {
    return m_count == 0 ? QImage() : renderImage(m_values, m_shape, tone);
}

Matrix imageColumns(const ImageDataset& dataset, std::span<const Index> images) {
    Matrix columns = Matrix::Zero(dataset.shape.pixels(), static_cast<Index>(images.size()));
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (images[i] < 0 || images[i] >= dataset.size()) continue;
        const std::span<const std::uint8_t> bytes = dataset.image(images[i]);
        std::transform(bytes.begin(), bytes.end(), columns.col(static_cast<Index>(i)).data(),
                       [](std::uint8_t byte) { return static_cast<float>(byte) / 255.0F; });
    }
    return columns;
}

void drawSheetCell(QPainter& painter, const QRectF& target, const QImage& sheet, const ImageShape& shape,
                   int columns, int cell) {
    const QRectF source(cell % columns * shape.width, cell / columns * shape.height, shape.width,
                        shape.height);
    painter.drawImage(target, sheet, source);
}

} // namespace latent
