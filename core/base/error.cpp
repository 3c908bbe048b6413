// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <cstddef>

namespace latent {
namespace {

constexpr char32_t kNone = 0xFFFFFFFF;

/// The code point that begins at `at`, and its length in bytes; kNone with length 1 if none begins there.
struct Decoded {
    char32_t point = kNone;
    std::size_t length = 1;
};

Decoded decode(std::string_view text, std::size_t at) {
    const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byteAt(at);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return {};
    char32_t point = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byteAt(at + i) & 0xC0) != 0x80) return {};
        point = point << 6 | (byteAt(at + i) & 0x3FU);
    }
    constexpr char32_t kSmallest[]{0, 0, 0x80, 0x800, 0x10000};
    if (point < kSmallest[length] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return {};
    return {point, length};
}

bool showable(char32_t point) {
    const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
    return point != kNone && !control && point != 0x2028 && point != 0x2029;
}

} // namespace

std::string onOneLine(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto [point, length] = decode(text, at);
        showable(point) ? line.append(text, at, length) : line.append(1, '?');
        at += length;
    }
    return line;
}

} // namespace latent
