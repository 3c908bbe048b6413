// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"

namespace latent {

inline constexpr int kMaxAskedSide = 4096; // pixels

/// Converts opening options to command-line words and back. Parsing throws Error on anything else.
ImageFit parseFit(const std::string& word); // crop, stretch
std::string wordFor(ImageFit fit);
ImageColour parseColour(const std::string& word); // auto, grey, colour
std::string wordFor(ImageColour colour);

struct WrittenSize {
    int width = 0;
    int height = 0;
};
/// A width and a height of 1 to kMaxAskedSide, optionally followed by the number of channels, which is
/// otherwise taken from the data: 24x32, 28X28, 16×16×3.
WrittenSize parseSize(const std::string& text);

std::array<std::uint8_t, 3> parseGround(const std::string& word); // ffffff: red, green, blue
std::string wordFor(const std::array<std::uint8_t, 3>& ground);

} // namespace latent
