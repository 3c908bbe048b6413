// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace latent {

/// What a file calls something, fit to be shown on one line: valid UTF-8 without control characters.
std::string cleanText(std::string_view text);

/// The same in quotation marks, for a sentence, and no longer than a few words.
std::string quotedText(std::string_view text);

} // namespace latent
