// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace latent {

/// The format of a picture, by its first bytes (64 are enough), whether this Qt reads it or not: "PNG",
/// "JPEG", "WebP", "BMP", "TIFF", "GIF", "PGM", …; empty: none that is known.
std::string pictureKind(std::string_view start);

/// Whether the ending of a file's name, in small letters, is that of pictures that are known, or of any that
/// this Qt has a plugin for. Drawings (SVG, PDF) have no pixels and are none.
bool isNamedPicture(std::string_view lowerName);

/// The format by the ending of the name alone, "TGA": for those that this Qt reads but no first bytes tell.
std::string namedPictureKind(std::string_view lowerName);

} // namespace latent
