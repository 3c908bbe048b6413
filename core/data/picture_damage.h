// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace latent {

/// Whether a picture's file ends where it should. Qt reads JPEG, BMP and WebP that were cut short without a
/// word; the other formats tell by themselves and are true here.
bool isWholePicture(std::string_view bytes);

} // namespace latent
