// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace latent {

/// What is wrong with the length of a picture's file, or with a PNG's checksums; null: nothing. Qt reads
/// JPEG, BMP and WebP that were cut short without a word; of other formats it tells by itself.
const char* damageIn(std::string_view bytes);

} // namespace latent
