// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// What stands in the cells of a table. Numbers are written as in English whatever the locale is, or with a
// comma for the point where that is allowed.
namespace latent {

/// Without the blanks around it.
std::string_view trimmed(std::string_view text);

/// The whole cell as a number, blanks around it aside; false if it is none. "nan" and "inf" are numbers here.
bool parseNumber(std::string_view cell, double& number, bool decimalComma = false);

/// Cells that are all plain whole numbers from 0 to 255 go to `out`, [cells]; false, and `out` half filled,
/// where one is not.
bool parseBytes(std::span<const std::string_view> cells, std::uint8_t* out);

/// A cell of several numbers between blanks, commas or semicolons, in brackets or not: an image of its own.
/// Returns what is no number there; empty if all are.
std::string_view parseImage(std::string_view cell, std::vector<double>& numbers);

} // namespace latent
