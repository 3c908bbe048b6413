// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/loss/lines_ahead.h"
#include "ui/map/splat_bands.h"
#include "ui/map/splat_points.h"
#include "ui/map/splat_target.h"

#include <QColor>

#include <vector>

namespace latent {

/// Draws discs, blended one after the other, each copied from a table of masks at half pixels. The picture is
/// drawn in bands of rows, so that one that is being drawn stays in the cache: of a whole one, each disc's
/// pixels would have to be fetched.
class DiscSplat {
  public:
    /// diameter in device pixels; colours[class], an invalid colour is a hidden class.
    DiscSplat(double diameter, double opacity, const std::vector<QColor>& colours);

    /// Points that are not finite, outside, hidden or of an unknown class are left out.
    void place(const SplatPoints& points, const SplatView& view, QSize devicePixels);
    /// Where there may be discs, in device pixels: all else is ground.
    QRegion touched() const;
    /// See PointSplat::draw.
    void draw(const SplatTarget& target, QRgb ground) const;
    int bandRows() const { return 1 << m_bandBits; }

  private:
    /// Where a disc's mask begins, in half pixels from the padded picture's corner: its row above its column,
    /// each of 16 bits.
    struct Stamp {
        std::uint32_t corner;
        std::uint32_t group; // class
    };

    void makeMasks(double opacity, const std::vector<QColor>& colours);
    void file(const std::uint32_t* corners, const std::uint16_t* classes, std::size_t count);
    QRect rowsOf(std::size_t band) const;
    QRect whereMasksFit(const QRect& part, const QRegion& exposed) const;
    template <int ROWS, int GROUPS>
    void stampAll(std::size_t band, const SplatTarget& target, const QRect& part, LinesAhead next) const;
    void stampWithin(const QRect& part, const SplatTarget& target, QPoint at, const std::uint8_t* add,
                     const std::uint16_t* keep) const;

    double m_diameter;
    int m_rows;              // height of a mask in pixels
    int m_groups;            // width of a mask in groups of four pixels
    int m_margin;            // pixels that pad the picture at each side; above, it is padded with a band
    std::size_t m_maskBytes; // bytes of one mask: rows × groups × 16
    std::vector<std::uint16_t> m_keep;   // [steps², mask]: what stays of the ground, of 256
    std::vector<std::uint8_t> m_add;     // [class, steps², mask]: what is added, premultiplied
    std::vector<std::uint8_t> m_visible; // [classes + 1]: the last for classes that are not known
    int m_bandBits;                      // a band has 1 << m_bandBits rows of the padded picture
    QSize m_size;
    SplatBands<Stamp> m_bands; // the discs that touch a band
};

} // namespace latent
