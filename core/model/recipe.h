// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <string>
#include <vector>

namespace latent {

/// A published protocol, ready to be repeated by anyone who has the images.
struct Recipe {
    std::string name; // "burda"
    std::string title;
    std::string source;          // where it is published
    std::string sentence;        // what to expect of it
    Configuration configuration; // the shape is empty: the data decide it
};

std::vector<Recipe> recipes();

/// Throws Error, naming the choices.
Recipe recipeNamed(const std::string& name);

} // namespace latent
