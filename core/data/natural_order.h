// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace latent {

/// The order in which people count: runs of digits compare as numbers, all else byte by byte, so that "2"
/// stands before "10" and "class 2" before "class 10". Names of equal numbers ("1", "01") differ by length.
bool naturallyLess(std::string_view a, std::string_view b);

/// The same for containers.
struct NaturalOrder {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const { return naturallyLess(a, b); }
};

} // namespace latent
