// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/loss/time_handle.h"

#include <cmath>

namespace latent {
namespace {

constexpr double kHandleWidth = 12;
constexpr double kHandleHeight = 9;
constexpr double kHandlePoint = 5; // below it

} // namespace

TimeHandle::TimeHandle(QCustomPlot* plot)
    : QCPAbstractItem(plot)
    , m_at(createPosition(QStringLiteral("at"))) {
    m_at->setTypeX(QCPItemPosition::ptPlotCoords);
    m_at->setTypeY(QCPItemPosition::ptAxisRectRatio);
    setSelectable(false);
}

void TimeHandle::setLook(const QColor& colour, bool live) {
    m_colour = colour;
    m_live = live;
}

void TimeHandle::draw(QCPPainter* painter) {
    const QRectF area = parentPlot()->axisRect()->rect();
    const double x = std::round(pixel()) + 0.5;
    if (x < area.left() - 1 || x > area.right() + 1) return;
    painter->setAntialiasing(true);
    painter->setPen(QPen(m_colour, m_live ? 1 : 1.5));
    if (!m_live) painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    QPolygonF handle;
    const double top = area.top() - kHandleHeight - kHandlePoint; // above the curves
    handle << QPointF(x - kHandleWidth / 2, top) << QPointF(x + kHandleWidth / 2, top)
           << QPointF(x + kHandleWidth / 2, top + kHandleHeight) << QPointF(x, area.top())
           << QPointF(x - kHandleWidth / 2, top + kHandleHeight);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_colour);
    painter->drawPolygon(handle);
}

} // namespace latent
