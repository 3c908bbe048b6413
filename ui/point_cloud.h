// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "ui/point_splat.h"

#include <qcustomplot.h>

#include <memory>

namespace latent {

/// All points of the map as one plottable. Keeps the order of the samples: point i is image i.
class PointCloud : public QCPAbstractPlottable {
    Q_OBJECT
  public:
    using Coordinates = std::shared_ptr<const std::vector<float>>;
    using Classes = std::shared_ptr<const std::vector<std::uint16_t>>;

    PointCloud(QCPAxis* xAxis, QCPAxis* yAxis);

    /// Both [images]; entries that are not finite are not shown. May be null.
    void setPoints(Coordinates x, Coordinates y);
    /// classes [images]: an index of colours, or kNotShown. Where the classes come in long runs, points are
    /// drawn in a scattered order, so that no class covers the others.
    void setClasses(Classes classes, std::vector<QColor> colours);
    void setClassVisible(int index, bool visible);
    bool isShown(Index i) const;

    /// Logical pixels; 0: by the number of points.
    void setDiameter(double diameter) { m_diameter = diameter; }
    /// 0 … 1; 0: by the number of points.
    void setOpacity(double opacity) { m_opacity = opacity; }
    double diameter() const { return m_diameter > 0 ? m_diameter : defaultDiameter(m_shownCount); }
    double opacity() const { return m_opacity > 0 ? m_opacity : defaultOpacity(m_shownCount); }
    static double defaultDiameter(Index count);
    static double defaultOpacity(Index count);

    /// Points that are drawn if they lie in the view.
    Index shownCount() const { return m_shownCount; }
    /// Where a share of the shown points lies along each axis: share/2 is left out at either end. Judged by
    /// at most 16,384 of them. False without points.
    bool extent(double share, QCPRange& xRange, QCPRange& yRange) const;
    /// The shown point nearest to a pixel, at most radius pixels away; −1: none.
    Index pick(QPointF pixel, double radius) const;

    /// Draws into a rectangle that shows these ranges. scale: device pixels a unit of the painter.
    void paint(QPainter& painter, const QRectF& target, const QCPRange& xRange, const QCPRange& yRange,
               double scale);

    double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details = nullptr) const override;
    QCPRange getKeyRange(bool& foundRange, QCP::SignDomain inSignDomain) const override;
    QCPRange getValueRange(bool& foundRange, QCP::SignDomain inSignDomain,
                           const QCPRange& inKeyRange) const override;

  protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

  private:
    std::size_t size() const;
    void count();

    Coordinates m_x;
    Coordinates m_y;
    Classes m_classes;
    std::vector<QColor> m_colours;
    std::vector<std::uint8_t> m_visible; // [colours]
    std::vector<std::uint32_t> m_order;  // empty: sample order
    Index m_shownCount = 0;
    double m_diameter = 0;
    double m_opacity = 0;
    PointSplat m_splat;
};

} // namespace latent
