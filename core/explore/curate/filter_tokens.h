// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace latent {

/// A word, number or sign of an image filter.
struct FilterToken {
    enum class Kind {
        Word,   // letters, digits, _ . - / and everything beyond ASCII; a number too
        Quoted, // text, without its quotation marks
        Sign,   // ( ) = != < <= > >= ..
        End
    };
    Kind kind = Kind::End;
    std::string text;
    std::size_t position = 0; // of its first character, from 1: characters, not bytes

    bool isSign(std::string_view sign) const { return kind == Kind::Sign && text == sign; }
};

/// The tokens and an End. “==” is read as “=”, “≠”, “≤” and “≥” as their ASCII forms, and so are the
/// quotation marks “ ” and '. Throws Error with the position: a quotation mark that is not closed, a
/// character that belongs nowhere.
std::vector<FilterToken> filterTokens(std::string_view text);

/// Throws the Error for that position: "at character 5: …".
[[noreturn]] void failAtCharacter(std::size_t position, const std::string& cause);

} // namespace latent
