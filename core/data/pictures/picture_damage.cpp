// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture_damage.h"

#include "core/data/pictures/picture_kind.h"

#include <cstdint>
#include <cstdlib>
#include <zlib.h>

namespace latent {
namespace {

constexpr const char* kTruncated = "the file is truncated";

std::uint64_t byteAt(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

std::uint64_t littleAt(std::string_view bytes, std::size_t at, int count) {
    std::uint64_t value = 0;
    for (int i = count - 1; i >= 0; --i) value = value << 8 | byteAt(bytes, at + static_cast<std::size_t>(i));
    return value;
}

// From marker to marker to the one that ends the picture (ITU T.81, B.1).
bool isWholeJpeg(std::string_view bytes) {
    std::size_t at = 2;
    for (;;) {
        at = bytes.find('\xff', at);
        if (at == std::string_view::npos || at + 1 >= bytes.size()) return false;
        const std::uint64_t code = byteAt(bytes, at + 1);
        if (code == 0xff) { // filling
            ++at;
            continue;
        }
        at += 2;
        if (code == 0xd9) return true;
        // Within the coded data a zero or a restart follows.
        if (code == 0 || code == 1 || (code >= 0xd0 && code <= 0xd7)) continue;
        if (at + 2 > bytes.size()) return false;
        at += static_cast<std::size_t>(byteAt(bytes, at) << 8 | byteAt(bytes, at + 1));
        if (at > bytes.size()) return false;
    }
}

bool isWholeBmp(std::string_view bytes) {
    const bool old = littleAt(bytes, 14, 4) == 12;
    const std::uint64_t width = littleAt(bytes, 18, old ? 2 : 4);
    // Negative from the top down.
    const auto signedHeight = static_cast<std::int32_t>(littleAt(bytes, old ? 20 : 22, old ? 2 : 4));
    const auto height = static_cast<std::uint64_t>(std::llabs(signedHeight));
    const std::uint64_t bits = littleAt(bytes, old ? 24 : 28, 2);
    const std::uint64_t compression = old ? 0 : littleAt(bytes, 30, 4);
    if (compression == 1 || compression == 2) return littleAt(bytes, 2, 4) <= bytes.size();
    const std::uint64_t row = (width * bits + 31) / 32 * 4; // below 2^46
    if (height != 0 && row > bytes.size() / height) return false;
    return littleAt(bytes, 10, 4) + row * height <= bytes.size();
}

std::uint64_t bigAt(std::string_view bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | byteAt(bytes, at + i);
    return value;
}

// From chunk to chunk (ISO/IEC 15948, 5.3): length, name, that many bytes, checksum of both. libpng would
// tell standard error of a wrong one.
const char* damageInPng(std::string_view bytes) {
    for (std::size_t at = 8; at < bytes.size();) {
        const std::uint64_t length = bigAt(bytes, at);
        if (length + 12 > bytes.size() - at) return kTruncated;
        const std::string_view checked = bytes.substr(at + 4, 4 + static_cast<std::size_t>(length));
        const bool critical = (byteAt(bytes, at + 4) & 0x20) == 0;
        at += 8 + static_cast<std::size_t>(length);
        if (critical &&
            crc32_z(0, reinterpret_cast<const Bytef*>(checked.data()), checked.size()) != bigAt(bytes, at)) {
            return "the file is damaged: a checksum is wrong";
        }
        at += 4;
        if (checked.starts_with("IEND")) return nullptr;
    }
    return kTruncated;
}

} // namespace

const char* damageIn(std::string_view bytes) {
    const std::string kind = pictureKind(bytes);
    if (kind == "PNG") return damageInPng(bytes);
    bool whole = true;
    if (kind == "JPEG") whole = isWholeJpeg(bytes);
    if (kind == "BMP") whole = isWholeBmp(bytes);
    if (kind == "WebP") whole = littleAt(bytes, 4, 4) + 8 <= bytes.size();
    return whole ? nullptr : kTruncated;
}

} // namespace latent
