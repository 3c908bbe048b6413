// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/map/splat_bands.h"
#include "ui/map/splat_points.h"
#include "ui/map/splat_target.h"

#include <QColor>

#include <array>
#include <vector>

namespace latent {

/// Draws very many points, a pixel each. A pixel's colour is the mean of its points' (of the last hundred or
/// so where there are more), its opacity grows with the logarithm of their number, from the single point's to
/// full at kOpaqueCount, so that a lonely point is seen and a dense region keeps its shape.
class DensitySplat {
  public:
    static constexpr int kOpaqueCount = 64; // points in a pixel

    /// colours[class], an invalid colour is a hidden class.
    DensitySplat(double opacity, const std::vector<QColor>& colours);

    /// Points that are not finite, outside, hidden or of an unknown class are left out.
    void place(const SplatPoints& points, const SplatView& view, QSize devicePixels);
    /// Where there may be points, in device pixels.
    QRegion touched() const;
    /// See PointSplat::draw.
    void draw(const SplatTarget& target, QRgb ground);
    int bandRows() const { return 1 << m_bandBits; }

  private:
    static constexpr int kMostCount = 128; // at which a pixel's sums are halved: they have 16 bits each

    /// A point: its pixel in its band, below its class, which has 16 bits as well.
    using Stamp = std::uint32_t;
    void addUp(std::size_t band);
    void showOn(QRgb ground);
    void toneRow(const std::uint64_t* pixels, std::uint8_t* shown, std::size_t width) const;

    QSize m_size;
    int m_bandBits = 0;                           // a band has 1 << m_bandBits rows, and at most kBandPixels
    SplatBands<Stamp> m_bands;                    // and one more, of the points outside
    std::array<double, kMostCount> m_opacities{}; // of so many points
    // Words of four lanes of 16 bits: blue, green, red, and the number of points or alpha.
    std::vector<std::uint64_t> m_addOf;  // [classes + 1]: a point; 0 where it is not shown
    std::vector<std::uint64_t> m_pixels; // [rows, width]: a band's sums of points
    // A pixel of so many points is sums · part / 65536 + rest, lane by lane.
    std::array<std::uint64_t, kMostCount> m_part{};
    std::array<std::uint64_t, kMostCount> m_rest{};
    QRgb m_ground = 0;
};

} // namespace latent
