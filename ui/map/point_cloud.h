// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/run/image_set.h"
#include "ui/map/map_viewport.h"
#include "ui/map/point_splat.h"

#include <memory>

class QPainter;

namespace latent {

/// All points of the map. Keeps the order of the samples: point i is image i.
class PointCloud {
  public:
    using Coordinates = std::shared_ptr<const std::vector<float>>;
    using Classes = std::shared_ptr<const std::vector<std::uint16_t>>;

    /// Both [images]; entries that are not finite are not shown. May be null.
    void setPoints(Coordinates x, Coordinates y);
    /// classes [images]: an index of colours, or kNotShown. Where the classes come in long runs, points are
    /// drawn in a scattered order, so that no class covers the others; those of the class `below` are drawn
    /// first.
    void setClasses(Classes classes, std::vector<QColor> colours, int below = -1);
    void setClassVisible(int index, bool visible);
    bool isShown(Index i) const;
    /// Views of what was set.
    SplatPoints points() const;
    /// [classes]; invalid: hidden.
    std::vector<QColor> shownColours() const;
    /// The class that is drawn first; −1: none.
    int below() const { return m_below; }

    /// Logical pixels; 0: by the number of points.
    void setDiameter(double diameter) { m_diameter = diameter; }
    /// 0 … 1; 0: by the number of points.
    void setOpacity(double opacity) { m_opacity = opacity; }
    double diameter() const { return m_diameter > 0 ? m_diameter : defaultDiameter(m_shownCount); }
    double opacity() const { return m_opacity > 0 ? m_opacity : defaultOpacity(m_shownCount); }
    /// As they were set.
    double chosenDiameter() const { return m_diameter; }
    double chosenOpacity() const { return m_opacity; }
    static double defaultDiameter(Index count);
    static double defaultOpacity(Index count);

    /// Points that are drawn if they lie in the view.
    Index shownCount() const { return m_shownCount; }
    /// Where a share of the shown points lies along each axis: share/2 is left out at either end. Judged by
    /// at most 8,192 of them. Data units as in MapViewport::area; null without points.
    QRectF extent(double share) const;
    /// The shown point nearest to a pixel of the view, at most radius pixels away; −1: none.
    Index pick(const MapViewport& view, QPointF pixel, double radius) const;

    /// The shown points whose pixels are not 0 in a mask of the view, Format_Grayscale8 at logical pixels.
    ImageSet caught(const MapViewport& view, const QImage& mask) const;

    /// Finds where the view shows the points. scale: device pixels a logical one.
    void place(const MapViewport& view, double scale);
    /// Where place() has found points, in logical pixels: all else is ground.
    const QRegion& touched() const { return m_touched; }
    /// Paints what place() has found onto the painter's origin, on a ground that is opaque or transparent.
    /// exposed, in logical pixels: what the painter may paint.
    void paint(QPainter& painter, const QRegion& exposed, const QColor& ground);
    /// What the view shows, as a picture. Forgets what place() has found.
    QImage render(const MapViewport& view, double scale, const QColor& ground = Qt::transparent);

  private:
    std::size_t size() const;
    bool isShownAt(const SplatPoints& points, std::size_t at) const;
    void count();
    void paintInStrips(QPainter& painter, const QRegion& exposed, QRgb ground);

    Coordinates m_x;
    Coordinates m_y;
    Classes m_classes;
    std::vector<QColor> m_colours;
    int m_below = -1;
    std::vector<std::uint8_t> m_visible; // [colours]
    std::vector<Index> m_classSizes;     // [colours]
    std::vector<std::uint32_t> m_order;  // empty: sample order
    Index m_shownCount = 0;
    double m_diameter = 0;
    double m_opacity = 0;
    PointSplat m_splat;
    QSize m_placedSize; // device pixels
    double m_placedScale = 1;
    QRegion m_touched;
};

} // namespace latent
