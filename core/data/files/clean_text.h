// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace latent {

/// What a file calls something, fit to be shown on one line: valid UTF-8 without control characters.
std::string cleanText(std::string_view text);

/// The same in quotation marks, for a sentence, and no longer than a few words.
std::string quotedText(std::string_view text);

/// The name of a file or folder, whose bytes need not be UTF-8 (then they are read as Latin-1), fit to be
/// shown on one line.
std::string fileNameText(std::string_view bytes);

/// By what two names of files are known to be the same, however a system composes its letters (Unicode's form
/// C): to compare by, not to show.
std::string composedName(std::string_view bytes);

} // namespace latent
