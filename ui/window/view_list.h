// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace latent {

class Exploration;
class View;

/// All views of the window, in the order in which they stand in it. A new view is a line here. Nobody owns
/// them yet.
std::vector<View*> makeViews(Exploration* exploration);

} // namespace latent
