// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/map/density_splat.h"
#include "ui/map/disc_splat.h"

#include <variant>

namespace latent {

/// Draws points very fast, straight into the picture in which they are wanted. Points of more than a pixel
/// and a half are discs; smaller ones, of which there are many, take one pixel each and show their density.
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

    /// Draws the exposed parts of the target: the ground, which is opaque or nothing, and what lies on it.
    void draw(const SplatTarget& target, QRgb ground);
    /// Parts of this height, from the first row on, cost least.
    int bandRows() const;
    /// Of pictures to draw into: on an opaque ground they need no alpha.
    static QImage::Format format(QRgb ground);

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
