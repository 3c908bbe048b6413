// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <string>
#include <vector>

namespace latent {

/// A published protocol that anyone who has the images can repeat.
struct Recipe {
    std::string name; // "burda"
    std::string title;
    std::string source;          // where it was published
    std::string sentence;        // the result to expect
    Configuration configuration; // the shape is empty: it comes from the data
};

std::vector<Recipe> recipes();

/// Throws Error, naming the choices.
Recipe recipeNamed(const std::string& name);

} // namespace latent
