// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace latent {

/// The text, fit for one line of a terminal or a label: every control character (C0, DEL, C1), line or
/// paragraph separator, and every byte that is not UTF-8 becomes '?'.
std::string onOneLine(std::string_view text);

/// What is wrong with a file or an input, in one sentence: "file: position: cause".
/// The position ("byte 16", "tensor encoder.0.weight") may be empty. Shown to the user verbatim.
class Error : public std::runtime_error {
  public:
    explicit Error(const std::string& sentence)
        : std::runtime_error(onOneLine(sentence)) {}
    Error(const std::string& file, const std::string& position, const std::string& cause)
        : Error(file + ": " + (position.empty() ? "" : position + ": ") + cause) {}
};

/// Thrown when the user cancels: not a failure, so nothing is shown.
class Cancelled : public std::exception {
  public:
    const char* what() const noexcept override { return "cancelled"; }
};

} // namespace latent
