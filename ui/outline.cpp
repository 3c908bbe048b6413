// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/outline.h"

#include "ui/paint_bands.h"

#include <QPixmapCache>

namespace latent {

void drawOutline(QPainter& painter, const QRectF& card, qreal radius, const QColor& colour, qreal width) {
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QSize size = (card.size() * ratio).toSize();
    const QString key = QStringLiteral("outline %1 %2 %3 %4 %5 %6")
                            .arg(size.width())
                            .arg(size.height())
                            .arg(radius)
                            .arg(colour.rgba())
                            .arg(width)
                            .arg(ratio);
    QPixmap line;
    if (!QPixmapCache::find(key, &line)) {
        line = QPixmap(size);
        line.setDevicePixelRatio(ratio);
        line.fill(Qt::transparent);
        QPainter brush(&line);
        brush.setRenderHint(QPainter::Antialiasing);
        brush.setPen(QPen(colour, width));
        const QRectF whole(QPointF(), card.size());
        paintInBands(brush, whole, kCurvedBand,
                     [&] { brush.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius); });
        brush.end();
        QPixmapCache::insert(key, line);
    }
    painter.drawPixmap(card.topLeft(), line);
}

} // namespace latent
