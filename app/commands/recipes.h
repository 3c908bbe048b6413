// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent {

/// Prints the recipes, each with its source and what to expect of it.
void runRecipes();

} // namespace latent
