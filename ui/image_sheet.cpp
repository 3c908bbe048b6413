// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/image_sheet.h"

#include <algorithm>

namespace latent {

QImage renderSheet(const Matrix& images, const ImageShape& shape, int columns, PixelTone tone) {
    const Index count = images.cols();
    if (count == 0 || columns <= 0 || shape.pixels() == 0 || images.rows() != shape.pixels()) return {};
    const int rows = static_cast<int>((count + columns - 1) / columns);
    const ImageShape sheetShape{shape.width * columns, shape.height * rows, shape.channels};
    std::vector<float> pixels(static_cast<std::size_t>(sheetShape.pixels()), 0.0F);
    const Index line = Index{shape.width} * shape.channels;
    for (Index i = 0; i < count; ++i) {
        const float* source = images.col(i).data();
        float* target = pixels.data() + (i / columns) * shape.height * line * columns + (i % columns) * line;
        for (int y = 0; y < shape.height; ++y) {
            std::copy_n(source + y * line, line, target + y * line * columns);
        }
    }
    return renderImage(pixels.data(), sheetShape, tone);
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
