// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// Parses the cells of a table. Numbers are written as in English whatever the locale, or with a decimal comma
// if that is allowed.
namespace latent {

/// Without surrounding spaces.
std::string_view trimmed(std::string_view text);

/// Parses the whole cell as a number, ignoring surrounding spaces; false if it is not one. "nan" and "inf"
/// are numbers here.
bool parseNumber(std::string_view cell, double& number, bool decimalComma = false);

/// Writes cells that are all plain integers from 0 to 255 to `out`, [cells]; false, with `out` partly filled,
/// if one is not.
bool parseBytes(std::span<const std::string_view> cells, std::uint8_t* out);

/// Parses a cell of several numbers separated by spaces, commas or semicolons, optionally in brackets: one
/// image. Returns the first text that is not a number; empty if all are numbers.
std::string_view parseImage(std::string_view cell, std::vector<double>& numbers);

} // namespace latent
