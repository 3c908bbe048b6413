// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/image_array.h"
#include "core/data/arrays/pixel_rule.h"

#include <array>
#include <cstdint>
#include <string>

namespace latent {

/// Reads the images of an array with an opacity channel and composes them over a colour (red, green, blue);
/// out: [count × pixels], three channels. The rule maps all four channels to 0 … 255. The images must be
/// stored one after another. Throws Error; Cancelled.
void readComposed(ByteSource& source, const ImageArray& array, const PixelRule& rule,
                  const std::array<std::uint8_t, 3>& ground, std::uint8_t* out, const Progress& progress);

/// "laid on the colour 255, 255, 255".
std::string groundText(const std::array<std::uint8_t, 3>& ground);

} // namespace latent
