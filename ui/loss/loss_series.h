// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/loss/curve_raster.h"

#include <qcustomplot.h>

namespace latent {

/// One loss curve: the means as a line over a band of the extremes, with marks if requested and if they fit.
class LossSeries : public QCPAbstractPlottable {
    Q_OBJECT
  public:
    struct Point {
        double x = 0;
        double low = 0;
        double mean = 0;
        double high = 0;
    };
    struct Look {
        QColor line;
        double width = 1.5; // logical pixels
        QColor band;
        bool marks = false;
        QColor ground; // fills the marks
    };

    /// raster is borrowed while drawing; series may share one.
    LossSeries(QCPAxis* xAxis, QCPAxis* yAxis, CurveRaster* raster);

    void setLook(const Look& look);
    /// x must increase.
    void setPoints(std::vector<Point> points) { m_points = std::move(points); }
    const std::vector<Point>& points() const { return m_points; }

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& foundRange, QCP::SignDomain domain) const override;
    QCPRange getValueRange(bool& foundRange, QCP::SignDomain domain, const QCPRange& keys) const override;

  protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

  private:
    std::vector<CurveVertex> vertices(QPointF origin, double scale) const;
    void drawPixels(QCPPainter* painter, const QRectF& area);
    void drawPaths(QCPPainter* painter, const QRectF& area) const;
    void drawMarks(QCPPainter* painter, const QRectF& area) const;

    std::vector<Point> m_points;
    Look m_look;
    CurveRaster* m_raster;
};

} // namespace latent
