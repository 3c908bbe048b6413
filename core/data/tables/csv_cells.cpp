// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/csv_cells.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace latent {
namespace {

bool isBlank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
}

bool isBetweenNumbers(char letter) {
    return isBlank(letter) || letter == ',' || letter == ';' || letter == '[' || letter == ']' ||
           letter == '(' || letter == ')';
}

bool parseWhole(std::string_view text, double& number) {
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc() && end == text.data() + text.size();
}

// One comma, which is converted to a point, followed by a digit.
bool parseWithComma(std::string_view text, double& number) {
    std::array<char, 64> copy{};
    if (text.ends_with(',')) return false;
    if (text.size() > copy.size() || std::count(text.begin(), text.end(), ',') != 1) return false;
    std::replace_copy(text.begin(), text.end(), copy.begin(), ',', '.');
    return text.find('.') == std::string_view::npos && parseWhole({copy.data(), text.size()}, number);
}

} // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
    return text;
}

bool parseNumber(std::string_view cell, double& number, bool decimalComma) {
    cell = trimmed(cell);
    return parseWhole(cell, number) || (decimalComma && parseWithComma(cell, number));
}

bool parseBytes(std::span<const std::string_view> cells, std::uint8_t* out) {
    for (const std::string_view cell : cells) {
        if (cell.empty() || cell.size() > 3) return false;
        unsigned value = 0;
        for (const char letter : cell) {
            const unsigned digit = static_cast<unsigned char>(letter) - unsigned{'0'};
            if (digit > 9) return false;
            value = value * 10 + digit;
        }
        if (value > 255) return false;
        *out++ = static_cast<std::uint8_t>(value);
    }
    return true;
}

std::string_view parseImage(std::string_view cell, std::vector<double>& numbers) {
    numbers.clear();
    for (std::size_t at = 0; at < cell.size();) {
        if (isBetweenNumbers(cell[at])) {
            ++at;
            continue;
        }
        const auto* const end = std::find_if(cell.data() + at, cell.data() + cell.size(), isBetweenNumbers);
        const std::string_view word = cell.substr(at, static_cast<std::size_t>(end - (cell.data() + at)));
        double number = 0;
        if (!parseWhole(word, number)) return word;
        numbers.push_back(number);
        at += word.size();
    }
    return {};
}

} // namespace latent
