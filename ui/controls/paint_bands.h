// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

#include <algorithm>

namespace latent {

inline constexpr qreal kPlainBand = 48; // device pixels high, for fills with one or two spans per row
inline constexpr qreal kCurvedBand = 6; // for smoothed curves, whose edges have one span per pixel

/// Calls paint() once for each band of the area, clipped to it. Qt hands fills of a hundred spans or more to
/// its thread pool and waits for them, which takes several times as long as filling and delays training.
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
