// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

#include <algorithm>

namespace latent {

inline constexpr qreal kPlainBand = 48; // device pixels high, for fills with a span or two a row
inline constexpr qreal kCurvedBand = 6; // for smoothed curves, whose edges are a span a pixel

/// Calls paint() once for each band of the area, clipped to it. Qt hands fills of a hundred spans and more to
/// its thread pool and waits for them, which takes several times as long as filling, and holds up training.
template <class Paint>
void paintInBands(QPainter& painter, const QRectF& area, qreal bandHeight, Paint paint) {
    const qreal height = bandHeight / painter.device()->devicePixelRatioF();
    for (qreal top = area.top(); top < area.bottom(); top += height) {
        painter.save();
        painter.setClipRect(QRectF(area.left(), top, area.width(), std::min(height, area.bottom() - top)),
                            Qt::IntersectClip);
        paint();
        painter.restore();
    }
}

} // namespace latent
