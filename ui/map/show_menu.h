// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMenu;
class QString;

namespace latent {

class Exploration;
class MapCanvas;

/// What the map draws: points or images, the ground behind them, ellipses, and how large and opaque they are.
void fillShowMenu(QMenu* menu, Exploration* exploration, MapCanvas* canvas);
/// "points", "images": what stands in the button that opens the menu.
QString shownStyleName(const Exploration& exploration);

} // namespace latent
