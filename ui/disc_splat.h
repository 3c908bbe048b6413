// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/splat_bands.h"
#include "ui/splat_points.h"

#include <QColor>
#include <QImage>
#include <QRegion>

#include <vector>

namespace latent {

/// Draws discs, blended one after the other, each copied from a table of masks at half pixels. The picture is
/// made in bands of rows, so that one that is being drawn stays in the cache: of a whole one, each disc's
/// pixels would have to be fetched.
class DiscSplat {
  public:
    /// diameter in device pixels; colours[class], an invalid colour is a hidden class.
    DiscSplat(double diameter, double opacity, const std::vector<QColor>& colours);

    /// Points that are not finite, outside, hidden or of an unknown class are left out.
    void place(const SplatPoints& points, const SplatView& view, QSize devicePixels);
    /// Where there may be discs, in device pixels: all else is ground.
    QRegion touched() const;
    /// The picture from this row on, some rows of it. Valid until the next call; see PointSplat::draw.
    QImage rowsFrom(int row, QRgb ground);

  private:
    /// Where a disc's mask begins, in half pixels from the corner of the padded picture: its row above its
    /// column, each of 16 bits.
    struct Stamp {
        std::uint32_t corner;
        std::uint32_t group; // class
    };

    void makeMasks(double opacity, const std::vector<QColor>& colours);
    void makeBands();
    void file(const std::uint32_t* corners, const std::uint16_t* classes, std::size_t count);
    template <int GROUPS>
    void stampAll(std::size_t band);

    double m_diameter;
    int m_rows;              // height of a mask in pixels; also what the picture is padded with above
    int m_groups;            // width of a mask in groups of four pixels
    int m_margin;            // pixels that pad the picture at each side, so that no disc needs clipping
    std::size_t m_maskBytes; // bytes of one mask: rows × groups × 16
    std::vector<std::uint16_t> m_keep;   // [steps², mask]: what stays of the ground, of 256
    std::vector<std::uint8_t> m_add;     // [class, steps², mask]: what is added, premultiplied
    std::vector<std::uint8_t> m_visible; // [classes + 1]: the last for classes that are not known
    int m_bandBits;                      // a band has 1 << m_bandBits rows of the padded picture
    QSize m_size;
    std::size_t m_width = 0;             // of the padded picture
    SplatBands<Stamp> m_bands;           // the discs that touch a band
    std::vector<std::uint32_t> m_pixels; // a band, with m_rows more above and below: [rows, m_width]
};

} // namespace latent
