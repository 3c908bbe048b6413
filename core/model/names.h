// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>

// Names of values in text. Private to core/model.
namespace latent {

/// table: pairs of a value and its name.
template <class Table, class Value>
std::string nameOf(const Table& table, Value value, std::string otherwise = {}) {
    for (const auto& [known, name] : table) {
        if (known == value) return std::string(name);
    }
    return otherwise;
}

/// Throws Error, calling the text a `what` and listing the choices.
template <class Table>
auto valueOf(const Table& table, std::string_view text, const std::string& what) {
    std::string choices;
    for (const auto& [value, name] : table) {
        if (name == text) return value;
        choices += (choices.empty() ? "" : ", ") + std::string(name);
    }
    throw Error("\"" + std::string(text) + "\" is not a known " + what + "; choose one of " + choices);
}

/// Ignores spaces around the number. False: not a number, and value is unchanged.
bool parseNumber(std::string_view text, int& value);
bool parseNumber(std::string_view text, float& value);

/// The shortest decimal that reads back as the same float.
std::string shortest(float value);

} // namespace latent
