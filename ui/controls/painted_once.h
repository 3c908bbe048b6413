// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/paint_bands.h"

#include <QPixmapCache>

namespace latent {

/// A small picture that is painted when it is first asked for, and kept: smoothed curves cost more than all
/// else that is drawn many times a second. key: of what is painted; size in logical pixels, of which a device
/// has `ratio`. Transparent where paint(painter) leaves it so.
template <class Paint>
QPixmap paintedOnce(const QString& key, int size, qreal ratio, Paint paint) {
    const QString whole = QStringLiteral("%1 %2 %3").arg(key).arg(size).arg(ratio);
    QPixmap made;
    if (QPixmapCache::find(whole, &made)) return made;
    made = QPixmap(QSize(size, size) * ratio);
    made.setDevicePixelRatio(ratio);
    made.fill(Qt::transparent);
    QPainter painter(&made);
    painter.setRenderHint(QPainter::Antialiasing);
    paintInBands(painter, QRectF(0, 0, size, size), kCurvedBand, [&] { paint(painter); });
    painter.end();
    QPixmapCache::insert(whole, made);
    return made;
}

} // namespace latent
