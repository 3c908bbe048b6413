// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/catch_outline.h"

#include "ui/controls/style.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace latent {
namespace {

constexpr double kOutlineWidth = 1.5;

QPen brushPen(double radius, const QColor& colour) {
    return {colour, 2 * radius, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

} // namespace

void CatchOutline::begin(MapTool tool, QPointF pixel, QSize map) {
    m_tool = tool;
    m_track = {pixel};
    m_masked = 0;
    if (m_mask.size() != map) m_mask = QImage(map, QImage::Format_Grayscale8);
    m_mask.fill(0);
}

void CatchOutline::moveTo(QPointF pixel) {
    if (m_tool == MapTool::Rectangle && m_track.size() > 1)
        m_track.back() = pixel;
    else
        m_track << pixel;
}

void CatchOutline::end() {
    m_tool = MapTool::Move;
    m_track.clear();
}

void CatchOutline::setBrushRadius(double radius) {
    m_brushRadius = std::clamp(radius, kLeastBrush, kMostBrush);
}

// A lasso that crosses itself catches what any of its loops encloses.
QPainterPath CatchOutline::path() const {
    QPainterPath path;
    if (m_tool == MapTool::Rectangle) {
        path.addRect(QRectF(m_track.front(), m_track.back()).normalized());
        return path;
    }
    path.addPolygon(m_track);
    if (m_tool == MapTool::Lasso) path.closeSubpath();
    path.setFillRule(Qt::WindingFill);
    return path;
}

// What a brush has caught stays caught: only the new part of its track is drawn.
const QImage& CatchOutline::mask() {
    if (m_tool != MapTool::Brush) m_mask.fill(0);
    QPainter painter(&m_mask);
    if (m_tool == MapTool::Brush) {
        const qsizetype from = std::max<qsizetype>(m_masked - 1, 0);
        painter.setPen(brushPen(m_brushRadius, Qt::white));
        if (m_track.size() - from == 1)
            painter.drawPoint(m_track.back());
        else
            painter.drawPolyline(m_track.constData() + from, static_cast<int>(m_track.size() - from));
        m_masked = m_track.size();
    } else {
        painter.fillPath(path(), Qt::white);
    }
    return m_mask;
}

void CatchOutline::paint(QPainter& painter, const QPalette& palette) const {
    if (!isBeingDrawn()) return;
    const QColor accent = style::themeOf(palette).accent;
    QColor inside = accent;
    inside.setAlphaF(0.1F);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_tool == MapTool::Brush) {
        painter.setPen(brushPen(m_brushRadius, inside));
        m_track.size() == 1 ? painter.drawPoint(m_track.front()) : painter.drawPolyline(m_track);
    } else {
        painter.setPen(QPen(accent, kOutlineWidth, Qt::DashLine));
        painter.setBrush(inside);
        painter.drawPath(path());
    }
    painter.restore();
}

QRect CatchOutline::area() const {
    if (!isBeingDrawn()) return {};
    const double margin = 2 + (m_tool == MapTool::Brush ? m_brushRadius : kOutlineWidth);
    return m_track.boundingRect().adjusted(-margin, -margin, margin, margin).toAlignedRect();
}

} // namespace latent
