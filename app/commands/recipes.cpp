// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/recipes.h"

#include "app/commands/common.h"
#include "core/model/recipe.h"

#include <algorithm>

namespace latent {

void runRecipes() {
    const std::vector<Recipe> all = recipes();
    std::size_t width = 0;
    for (const Recipe& recipe : all) width = std::max(width, recipe.name.size());
    const std::string margin(width + 2, ' ');
    std::string text;
    for (const Recipe& recipe : all) {
        text += recipe.name + margin.substr(recipe.name.size()) + recipe.title + "\n";
        text += margin + recipe.source + "\n";
        text += margin + recipe.sentence + "\n";
    }
    print(text);
}

} // namespace latent
