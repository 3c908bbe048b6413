// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace latent {

/// A class value of points that are neither drawn nor picked.
inline constexpr std::uint16_t kNotShown = 0xffff;

/// What is drawn; all of one length. Views: the caller keeps them alive.
struct SplatPoints {
    std::span<const float> x;
    std::span<const float> y;
    std::span<const std::uint16_t> classes;
    std::span<const std::uint32_t> order; // a permutation; empty: as they come
};

/// Data to device pixels: pixel = (data − origin) · scale. The vertical scale is negative where up is more.
struct SplatView {
    double xOrigin = 0; // data at the left edge
    double yOrigin = 0; // data at the top edge
    double xScale = 1;
    double yScale = 1;
};

/// Draws points into an image, very fast. Discs of more than a pixel and a half are blended one after the
/// other, each copied from a table of masks at half pixels. Smaller points, of which there are many, take one
/// pixel each: its colour is the mean of the last points there, its opacity grows with the logarithm of their
/// number, from the single point's to full at kOpaqueCount, so that a lonely point is seen and a dense region
/// keeps its shape.
class PointSplat {
  public:
    static constexpr double kMaxDiameter = 60;    // device pixels
    static constexpr double kPixelDiameter = 1.5; // up to this, a point is a pixel
    static constexpr double kOpaqueCount = 64;    // points in a pixel

    /// diameter in device pixels; colours[class], an invalid colour is a hidden class.
    void setDiscs(double diameter, double opacity, const std::vector<QColor>& colours);

    /// Premultiplied, on a ground that is opaque or nothing; on an opaque one the image has no alpha, so that
    /// it is copied, not blended. The image is a view of a buffer of this object: valid until the next call.
    /// Points that are not finite, outside, hidden or of an unknown class are left out.
    QImage render(const SplatPoints& points, const SplatView& view, QSize devicePixels, QRgb ground = 0);

  private:
    static constexpr int kSteps = 2; // positions a pixel, each way

    void makeMasks();
    void makeTones();
    template <class Draw>
    void forEachBlock(const SplatPoints& points, const SplatView& view, QSize devicePixels, Draw draw);
    template <int GROUPS>
    void splat(const SplatPoints& points, const SplatView& view, QSize devicePixels);
    void countPixels(const SplatPoints& points, const SplatView& view, QSize devicePixels);
    void tonePixels(QSize devicePixels, QRgb ground);
    bool singlePixels() const { return m_diameter <= kPixelDiameter; }

    double m_diameter = 0;
    double m_opacity = 0;
    std::vector<QColor> m_colours;
    int m_groups = 1;                         // width of a mask in groups of four pixels
    int m_rows = 0;                           // height of a mask in pixels
    std::size_t m_maskBytes = 0;              // bytes of one mask: rows × groups × 16
    std::vector<std::uint16_t> m_keep;        // [steps², mask]: what stays of the ground, of 256
    std::vector<std::uint8_t> m_add;          // [class, steps², mask]: what is added, premultiplied
    std::vector<std::uint8_t> m_visible;      // [class]
    std::vector<std::uint32_t> m_rgb;         // [class]: 0x00rrggbb
    std::array<std::uint16_t, 256> m_tones{}; // alpha of a pixel with so many points, of 256
    QImage m_buffer;                          // wider by a mask on each side, so that no disc needs clipping
};

} // namespace latent
