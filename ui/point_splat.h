// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/density_splat.h"
#include "ui/disc_splat.h"

#include <variant>

namespace latent {

/// Draws points very fast, a few rows of the picture at a time: while these go where they are wanted, they
/// are in the cache, and there is no picture to keep. Points of more than a pixel and a half are discs;
/// smaller ones, of which there are many, take one pixel each and show their density.
class PointSplat {
  public:
    static constexpr double kMaxDiameter = 60;    // device pixels
    static constexpr double kPixelDiameter = 1.5; // up to this, a point is a pixel

    /// diameter in device pixels; colours[class], an invalid colour is a hidden class. What was placed is
    /// forgotten if something changes.
    void setDiscs(double diameter, double opacity, const std::vector<QColor>& colours);

    /// Finds where the points lie. Those that are not finite, outside, hidden or of an unknown class are left
    /// out.
    void place(const SplatPoints& points, const SplatView& view, QSize devicePixels);

    /// Where there may be points, in device pixels: all else is ground.
    QRegion touched() const;

    /// Calls show(image, row) for the rows of the picture from top to bottom at least, with an image of some
    /// of them that is valid during the call. Premultiplied, on a ground that is opaque or nothing; on an
    /// opaque one the images have no alpha, so that they are copied, not blended.
    template <class Show>
    void draw(int top, int bottom, QRgb ground, Show show) {
        std::visit(
            [&](auto& splat) {
                for (int row = top; row < bottom;) {
                    const QImage image = splat.rowsFrom(row, ground);
                    show(image, row);
                    row += image.height();
                }
            },
            m_splat);
    }

    /// All that draw() shows, in one picture.
    QImage picture(QRgb ground = 0);

  private:
    double m_diameter = 0;
    double m_opacity = 0;
    std::vector<QColor> m_colours;
    QSize m_size;
    std::variant<DiscSplat, DensitySplat> m_splat{std::in_place_type<DensitySplat>, 1.0, m_colours};
};

} // namespace latent
