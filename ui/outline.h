// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

namespace latent {

/// The line round a card, its middle half a logical pixel inside. Painted once for each size and colour, then
/// copied: rows of them are drawn anew many times a second.
void drawOutline(QPainter& painter, const QRectF& card, qreal radius, const QColor& colour, qreal width = 1);

} // namespace latent
