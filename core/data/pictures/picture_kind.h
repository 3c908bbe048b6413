// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace latent {

/// The format of a picture, from its first bytes (64 are enough), whether or not this Qt reads it: "PNG",
/// "JPEG", "WebP", "BMP", "TIFF", "GIF", "PGM", …; empty: unknown.
std::string pictureKind(std::string_view start);

/// Whether a lower-case file name has the ending of a known picture format, or of any for which this Qt has a
/// plugin. Drawings (SVG, PDF) have no pixels and do not count.
bool isNamedPicture(std::string_view lowerName);

/// The format by file ending alone, "TGA": for formats that this Qt reads but that have no signature.
std::string namedPictureKind(std::string_view lowerName);

} // namespace latent
