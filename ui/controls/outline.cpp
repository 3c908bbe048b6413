// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/outline.h"

#include "ui/controls/painted_once.h"

#include <cmath>

namespace latent {
namespace {

/// The whole outline of a square of `side` logical pixels.
QPixmap smallOutline(int side, qreal radius, const QColor& colour, qreal ratio) {
    const QString key = QStringLiteral("outline %1 %2").arg(radius).arg(colour.rgba());
    return paintedOnce(key, side, ratio, [&](QPainter& painter) {
        painter.setPen(QPen(colour, 1));
        painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), radius, radius);
    });
}

} // namespace

void drawOutline(QPainter& painter, const QRectF& card, qreal radius, const QColor& colour) {
    const QRect whole = card.toAlignedRect();
    const int corner = static_cast<int>(std::ceil(radius)) + 1;
    if (std::min(whole.width(), whole.height()) < 2 * corner) return;
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QPixmap corners = smallOutline(2 * corner, radius, colour, ratio);
    const int right = whole.width() - corner, bottom = whole.height() - corner;
    for (const int x : {0, right}) {
        for (const int y : {0, bottom}) {
            const QPointF from((x > 0 ? corner : 0) * ratio, (y > 0 ? corner : 0) * ratio);
            painter.drawPixmap(QPointF(whole.topLeft() + QPoint(x, y)), corners,
                               QRectF(from, QSizeF(corner, corner) * ratio));
        }
    }
    const QSize across(right - corner, 1), down(1, bottom - corner);
    painter.fillRect(QRect(whole.topLeft() + QPoint(corner, 0), across), colour);
    painter.fillRect(QRect(whole.bottomLeft() + QPoint(corner, 0), across), colour);
    painter.fillRect(QRect(whole.topLeft() + QPoint(0, corner), down), colour);
    painter.fillRect(QRect(whole.topRight() + QPoint(0, corner), down), colour);
}

} // namespace latent
