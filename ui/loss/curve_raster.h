// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>

#include <span>
#include <vector>

namespace latent {

/// A vertex of a curve in pixels, with the least and the most of what it stands for. x does not fall from
/// vertex to vertex; y grows downwards, so that `low` is the larger one of a band.
struct CurveVertex {
    float x = 0;
    float low = 0;
    float mean = 0;
    float high = 0;
};

/// Draws curves with smooth edges into a picture, some thirty times faster than QPainter strokes and fills
/// them. A curve breaks off where a vertex is not finite.
class CurveRaster {
  public:
    /// A transparent picture. size in pixels.
    void begin(QSize size);
    /// Fills from low to high. A column shows all that its vertices reach: no extreme is lost.
    void fillBand(std::span<const CurveVertex> curve, const QColor& colour);
    /// Strokes mean with round joins. width in pixels.
    void strokeMean(std::span<const CurveVertex> curve, const QColor& colour, float width);

    const QImage& image() const { return m_image; }
    /// All of the picture that is not transparent lies in here.
    QRect inked() const { return m_inked; }

  private:
    void noteInked(int column, int top, int bottom);
    void strokeSegment(const CurveVertex& a, const CurveVertex& b, float radius);
    void blendCoverage(const QColor& colour);

    QImage m_image; // premultiplied
    QRect m_inked;
    // Of the stroke that is being drawn, column by column: [height, width], and the rows that are not zero.
    std::vector<float> m_coverage;
    std::vector<int> m_top, m_bottom;
};

} // namespace latent
