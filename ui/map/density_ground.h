// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/map/density_field.h"

#include <QColor>
#include <QImage>
#include <QPainter>

namespace latent {

/// How dense the shown points lie, behind them: bands of the accent between contour lines, each around the
/// densest region that holds a tenth more of the points in view.
class DensityGround {
  public:
    static constexpr int kBands = 9;

    void place(const SplatPoints& points, std::span<const std::uint8_t> shown, const MapViewport& view);
    // Onto the painter's origin.
    void paintBands(QPainter& painter, const QColor& ground, const QColor& accent);
    void paintLines(QPainter& painter, QColor colour) const;

  private:
    bool isEmpty() const { return m_size.isEmpty() || m_levels.empty() || m_levels.front() <= 0; }
    void drawBands(const QColor& ground, const QColor& accent);

    QSize m_size; // logical pixels
    DensityField m_field;
    std::vector<float> m_levels; // [kBands], falling
    QImage m_bands;              // kept for its memory
};

} // namespace latent
