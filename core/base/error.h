// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace latent {

/// What is wrong with a file or an input, as one sentence: "file: position: cause".
/// The position ("byte 16", "tensor encoder.0.weight") may be empty. Shown to the user as it is.
class Error : public std::runtime_error {
  public:
    explicit Error(const std::string& sentence)
        : std::runtime_error(onOneLine(sentence)) {}
    Error(const std::string& file, const std::string& position, const std::string& cause)
        : Error(file + ": " + (position.empty() ? "" : position + ": ") + cause) {}

  private:
    // The name of a file may hold anything.
    static std::string onOneLine(std::string text) {
        for (char& letter : text)
            if (static_cast<unsigned char>(letter) < ' ' || letter == '\x7f') letter = '?';
        return text;
    }
};

/// Thrown where the user cancelled: not a failure, nothing is to be shown.
class Cancelled : public std::exception {
  public:
    const char* what() const noexcept override { return "cancelled"; }
};

} // namespace latent
