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
        : std::runtime_error(sentence) {}
    Error(const std::string& file, const std::string& position, const std::string& cause)
        : std::runtime_error(file + ": " + (position.empty() ? "" : position + ": ") + cause) {}
};

/// Thrown where the user cancelled: not a failure, nothing is to be shown.
class Cancelled : public std::exception {
  public:
    const char* what() const noexcept override { return "cancelled"; }
};

} // namespace latent
