// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/names.h"

#include <array>
#include <charconv>

namespace latent {
namespace {

template <class T>
bool parse(std::string_view text, T& value) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

} // namespace

bool parseNumber(std::string_view text, int& value) {
    return parse(text, value);
}
bool parseNumber(std::string_view text, float& value) {
    return parse(text, value);
}

std::string shortest(float value) {
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? std::string(text.data(), end) : std::string();
}

} // namespace latent
