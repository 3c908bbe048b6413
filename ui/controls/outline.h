// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

namespace latent {

/// The outline of a card: one logical pixel wide, just inside. Corners are painted once for each colour and
/// copied, sides are plain fills, since rows of cards are redrawn many times a second.
void drawOutline(QPainter& painter, const QRectF& card, qreal radius, const QColor& colour);

} // namespace latent
