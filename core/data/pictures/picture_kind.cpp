// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture_kind.h"

#include <algorithm>
#include <array>

namespace latent {

using namespace std::string_view_literals;

std::string pictureKind(std::string_view start) {
    if (start.starts_with("\x89PNG\r\n\x1a\n"sv)) return "PNG";
    if (start.starts_with("\xff\xd8\xff"sv)) return "JPEG";
    if (start.starts_with("RIFF"sv) && start.substr(0, 12).ends_with("WEBP"sv)) return "WebP";
    if (start.starts_with("II*\0"sv) || start.starts_with("MM\0*"sv)) return "TIFF";
    // "BM" begins many a text: the size of the second header must follow.
    constexpr std::array<unsigned char, 6> kHeaderSizes{12, 40, 52, 56, 108, 124};
    const bool bitmap =
        start.starts_with("BM"sv) && start.size() >= 18 && start.substr(15, 3) == "\0\0\0"sv &&
        std::count(kHeaderSizes.begin(), kHeaderSizes.end(), static_cast<unsigned char>(start[14])) == 1;
    return bitmap ? "BMP" : "";
}

bool isNamedPicture(std::string_view lowerName) {
    constexpr std::array kEndings{".png"sv,  ".jpg"sv, ".jpeg"sv, ".jpe"sv,
                                  ".webp"sv, ".bmp"sv, ".tif"sv,  ".tiff"sv};
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&](std::string_view ending) { return lowerName.ends_with(ending); });
}

} // namespace latent
