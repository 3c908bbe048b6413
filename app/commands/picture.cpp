// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/picture.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace latent {
namespace {

constexpr int kGapGrey = 64;

QImage::Format formatOf(const ImageShape& shape) {
    switch (shape.channels) {
    case 1:
        return QImage::Format_Grayscale8;
    case 3:
        return QImage::Format_RGB888;
    case 4:
        return QImage::Format_RGBA8888;
    default:
        throw Error("images of " + std::to_string(shape.channels) + " channels cannot be drawn");
    }
}

void drawTile(const float* pixels, const ImageShape& shape, QImage& picture, int left, int top) {
    const int rowBytes = shape.width * shape.channels;
    for (int y = 0; y < shape.height; ++y) {
        uchar* const target = picture.scanLine(top + y) + Index{left} * shape.channels;
        const float* const source = pixels + Index{y} * rowBytes;
        for (int i = 0; i < rowBytes; ++i) {
            target[i] = static_cast<uchar>(std::lround(std::clamp(source[i], 0.0F, 1.0F) * 255.0F));
        }
    }
}

} // namespace

void checkPictureSize(const ImageShape& shape, Index images) {
    constexpr Index kMaxValues = Index{1} << 27; // half a gigabyte of floats
    formatOf(shape);
    if (shape.pixels() * images > kMaxValues)
        throw Error("so many images of this size make too large a picture");
}

QImage tiledPicture(const Matrix& images, const ImageShape& shape, int columns, int gap) {
    const int count = static_cast<int>(images.cols());
    const int rows = (count + columns - 1) / columns;
    QImage picture(columns * (shape.width + gap) - gap, rows * (shape.height + gap) - gap, formatOf(shape));
    if (picture.isNull()) throw Error("the picture is too large");
    picture.fill(QColor(kGapGrey, kGapGrey, kGapGrey));
    for (int i = 0; i < count; ++i) {
        drawTile(images.col(i).data(), shape, picture, i % columns * (shape.width + gap),
                 i / columns * (shape.height + gap));
    }
    return picture;
}

} // namespace latent
