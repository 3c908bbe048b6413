// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/paint_bands.h"

#include <QPixmapCache>

namespace latent {

/// A small picture that is painted on first use and cached: of everything drawn many times a second, smoothed
/// curves cost most. key identifies the content; size is in logical pixels, each of `ratio` device pixels.
/// Transparent where paint(painter) leaves it so.
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
