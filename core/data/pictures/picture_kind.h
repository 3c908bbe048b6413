// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace latent {

/// The format of a picture, by its first bytes: "PNG", "JPEG", "WebP", "BMP", "TIFF"; empty: none of those.
std::string pictureKind(std::string_view start);

/// Whether the ending of a file's name, in small letters, is that of one of those.
bool isNamedPicture(std::string_view lowerName);

} // namespace latent
