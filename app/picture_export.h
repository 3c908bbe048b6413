// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QSize>

#include <filesystem>
#include <functional>

class QPainter;

namespace latent {

/// A view that can be saved as a picture.
struct PictureSource {
    QString name;                                 // "map": suggests the file's name
    std::function<QImage()> image;                // pixels, at twice the screen's resolution
    std::function<void(QPainter&, QSize)> render; // drawn as a plot; empty: pixels only
    QSize size;                                   // logical pixels, for render
};

/// PNG, or where the source can be rendered SVG or PDF, by the path's ending. Throws Error.
void savePicture(const PictureSource& source, const std::filesystem::path& path);

} // namespace latent
