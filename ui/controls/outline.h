// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

namespace latent {

/// The line round a card: a logical pixel wide, just inside. Its corners are painted once for each colour and
/// copied, its sides are plain fills: rows of them are drawn anew many times a second.
void drawOutline(QPainter& painter, const QRectF& card, qreal radius, const QColor& colour);

} // namespace latent
