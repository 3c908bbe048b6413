// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// Numbers of the command line and of result files: the same in every locale.
namespace latent {

/// The whole text as one finite number, or nothing.
template <class T>
std::optional<T> parseNumber(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value)) return std::nullopt;
    }
    return value;
}

/// "1,2,3", blanks around the numbers allowed; nothing if one of them is no number or the list is empty.
template <class T>
std::optional<std::vector<T>> parseNumbers(std::string_view text) {
    std::vector<T> values;
    for (;;) {
        const std::size_t comma = text.find(',');
        std::string_view part = text.substr(0, comma);
        while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
        while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
        const std::optional<T> value = parseNumber<T>(part);
        if (!value) return std::nullopt;
        values.push_back(*value);
        if (comma == std::string_view::npos) return values;
        text.remove_prefix(comma + 1);
    }
}

/// Appends the shortest decimal that reads back as the same number.
template <class T>
void appendNumber(std::string& text, T value) {
    std::array<char, 32> digits{};
    text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

/// A float as the shortest decimal that reads back as the same float.
inline double shortDecimal(float value) {
    std::string text;
    appendNumber(text, value);
    return parseNumber<double>(text).value_or(value);
}

} // namespace latent
