// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRegion>

#include <algorithm>
#include <cstdint>

namespace latent {

/// Pixels of four bytes. A value without an address, which a loop that writes bytes may keep in registers.
struct PixelRows {
    std::uint8_t* bits;
    qsizetype bytesPerLine;
    qsizetype offset; // bytes to pixel (0, 0), which may lie outside
    std::uint8_t* at(int x, int y) const { return bits + (offset + y * bytesPerLine + qsizetype{4} * x); }
};

/// Where points are drawn: a picture whose pixels have four bytes, and the parts of it that may be written.
/// Coordinates are the map's device pixels. A view: the caller keeps the picture.
class SplatTarget {
  public:
    /// corner: where the map's first pixel lies in the picture, or would lie. What is exposed beyond the
    /// picture is left out.
    SplatTarget(QImage& picture, QPoint corner, const QRegion& exposed)
        : m_exposed(exposed & picture.rect().translated(-corner))
        , m_pixels{picture.bits(), picture.bytesPerLine(),
                   corner.y() * picture.bytesPerLine() + qsizetype{4} * corner.x()} {}

    const QRegion& exposed() const { return m_exposed; }
    const PixelRows& pixels() const { return m_pixels; }
    void fill(const QRect& part, QRgb colour) const {
        for (int y = part.top(); y <= part.bottom(); ++y)
            std::fill_n(reinterpret_cast<QRgb*>(m_pixels.at(part.left(), y)), part.width(), colour);
    }

  private:
    QRegion m_exposed;
    PixelRows m_pixels;
};

} // namespace latent
