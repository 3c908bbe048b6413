// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/looking.h"

#include <QImage>
#include <QPainterPath>

class QPainter;

namespace latent {

/// What a hand draws on the map to select images: a rectangle, a lasso or the track of a brush. In logical
/// pixels of the map.
class CatchOutline {
  public:
    static constexpr double kLeastBrush = 4, kMostBrush = 200; // radius

    /// map: where points can be caught. tool: not Move.
    void begin(MapTool tool, QPointF pixel, QSize map);
    void moveTo(QPointF pixel);
    void end();
    bool isBeingDrawn() const { return m_tool != MapTool::Move; }

    double brushRadius() const { return m_brushRadius; }
    void setBrushRadius(double radius);

    /// What is caught: 255 inside, 0 outside. Format_Grayscale8, as large as the map. Valid until the next
    /// moveTo().
    const QImage& mask();
    void paint(QPainter& painter, const QPalette& palette) const;
    /// Where paint() draws.
    QRect area() const;

  private:
    QPainterPath path() const;

    MapTool m_tool = MapTool::Move; // nothing is drawn
    QPolygonF m_track;
    double m_brushRadius = 20;
    QImage m_mask;
    qsizetype m_masked = 0; // points of a brush's track that the mask holds
};

} // namespace latent
