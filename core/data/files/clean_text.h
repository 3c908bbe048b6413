// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace latent {

/// A name from a file, made fit for display on one line: valid UTF-8 without control characters.
std::string cleanText(std::string_view text);

/// The same in quotation marks, for a sentence, and cut to a few words.
std::string quotedText(std::string_view text);

/// The name of a file or folder, made fit for display on one line; bytes that are not UTF-8 are read as
/// Latin-1.
std::string fileNameText(std::string_view bytes);

/// A key that is equal for equal file names, however a system composes letters (Unicode normalisation form
/// C): for comparing, not for display.
std::string composedName(std::string_view bytes);

} // namespace latent
