// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/loss/loss_series.h"

namespace latent {

namespace {

constexpr double kMarkWidth = 6; // logical pixels
constexpr double kMarkRoom = 9;  // minimum distance between marks, logical pixels
constexpr double kFar = 1e6;     // pixels; for numbers that a logarithmic axis cannot show

QCPRange rangeOf(const std::vector<LossSeries::Point>& points, double LossSeries::Point::*least,
                 double LossSeries::Point::*most, bool& found) {
    QCPRange range;
    found = !points.empty();
    if (found) range = {points.front().*least, points.front().*most};
    for (const LossSeries::Point& point : points) range.expand({point.*least, point.*most});
    return range;
}

} // namespace

LossSeries::LossSeries(QCPAxis* xAxis, QCPAxis* yAxis, CurveRaster* raster)
    : QCPAbstractPlottable(xAxis, yAxis)
    , m_raster(raster) {
    setSelectable(QCP::stNone);
}

void LossSeries::setLook(const Look& look) {
    m_look = look;
}

QCPRange LossSeries::getKeyRange(bool& foundRange, QCP::SignDomain) const {
    return rangeOf(m_points, &Point::x, &Point::x, foundRange);
}

QCPRange LossSeries::getValueRange(bool& foundRange, QCP::SignDomain, const QCPRange&) const {
    return rangeOf(m_points, &Point::low, &Point::high, foundRange);
}

std::vector<CurveVertex> LossSeries::vertices(QPointF origin, double scale) const {
    const auto pixel = [&](const QCPAxis* axis, double value, double start) {
        return static_cast<float>(std::clamp(scale * (axis->coordToPixel(value) - start), -kFar, kFar));
    };
    std::vector<CurveVertex> vertices;
    vertices.reserve(m_points.size());
    for (const Point& point : m_points)
        vertices.push_back({.x = pixel(mKeyAxis, point.x, origin.x()),
                            .low = pixel(mValueAxis, point.low, origin.y()),
                            .mean = pixel(mValueAxis, point.mean, origin.y()),
                            .high = pixel(mValueAxis, point.high, origin.y())});
    return vertices;
}

void LossSeries::draw(QCPPainter* painter) {
    const QRectF area(mKeyAxis->axisRect()->rect());
    if (m_points.empty() || area.isEmpty()) return; // a plot smaller than its margins
    if (painter->paintEngine()->type() == QPaintEngine::Raster)
        drawPixels(painter, area);
    else
        drawPaths(painter, area);
    if (m_look.marks) drawMarks(painter, area);
}

void LossSeries::drawPixels(QCPPainter* painter, const QRectF& area) {
    const double scale = mParentPlot->bufferDevicePixelRatio();
    const std::vector<CurveVertex> curve = vertices(area.topLeft(), scale);
    m_raster->begin((area.size() * scale).toSize());
    if (m_look.band.isValid()) m_raster->fillBand(curve, m_look.band);
    m_raster->strokeMean(curve, m_look.line, static_cast<float>(m_look.width * scale));
    const QRectF inked = m_raster->inked();
    painter->drawImage(QRectF(area.topLeft() + inked.topLeft() / scale, inked.size() / scale),
                       m_raster->image(), inked);
}

void LossSeries::drawPaths(QCPPainter* painter, const QRectF& area) const {
    const std::vector<CurveVertex> curve = vertices({}, 1);
    QPolygonF line, band;
    for (const CurveVertex& vertex : curve) {
        line << QPointF(vertex.x, vertex.mean);
        band << QPointF(vertex.x, vertex.high);
    }
    for (auto vertex = curve.rbegin(); vertex != curve.rend(); ++vertex)
        band << QPointF(vertex->x, vertex->low);
    painter->save();
    painter->setAntialiasing(true);
    painter->setClipRect(area, Qt::IntersectClip);
    if (m_look.band.isValid()) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_look.band);
        painter->drawPolygon(band);
    }
    painter->setPen(QPen(m_look.line, m_look.width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->drawPolyline(line);
    painter->restore();
}

void LossSeries::drawMarks(QCPPainter* painter, const QRectF& area) const {
    std::vector<QPointF> marks;
    for (const Point& point : m_points) {
        const QPointF at(mKeyAxis->coordToPixel(point.x), mValueAxis->coordToPixel(point.mean));
        if (!area.adjusted(-1, -1, 1, 1).contains(at)) continue;
        if (!marks.empty() && at.x() - marks.back().x() < kMarkRoom) return; // the line is clearer
        marks.push_back(at);
    }
    painter->save();
    painter->setAntialiasing(true);
    painter->setPen(QPen(m_look.line, 1.6));
    painter->setBrush(m_look.ground);
    for (const QPointF& at : marks) painter->drawEllipse(at, 0.5 * kMarkWidth, 0.5 * kMarkWidth);
    painter->restore();
}

void LossSeries::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const {
    painter->setPen(QPen(m_look.line, m_look.width));
    painter->drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()));
}

} // namespace latent
