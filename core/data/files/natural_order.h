// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace latent {

/// Natural order: runs of digits compare as numbers, everything else byte by byte, so "2" comes before "10"
/// and "class 2" before "class 10". Names with equal numbers ("1", "01") are ordered by length.
bool naturallyLess(std::string_view a, std::string_view b);

/// The same for containers.
struct NaturalOrder {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const { return naturallyLess(a, b); }
};

} // namespace latent
