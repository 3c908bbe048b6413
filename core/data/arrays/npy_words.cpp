// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/npy_words.h"

#include "core/data/files/memory.h"

#include <QString>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>
#include <vector>

namespace latent {
namespace {

constexpr std::uint64_t kLongest = 1024; // characters

std::string textOf(const std::uint8_t* raw, WordType type) {
    if (!type.wide) {
        const auto* const begin = reinterpret_cast<const char*>(raw);
        return {begin, strnlen(begin, static_cast<std::size_t>(type.length))};
    }
    std::u32string letters(static_cast<std::size_t>(type.length), U'\0');
    std::memcpy(letters.data(), raw, static_cast<std::size_t>(type.bytes()));
    if (type.bigEndian)
        for (char32_t& letter : letters) letter = __builtin_bswap32(letter);
    letters.resize(std::min(letters.find(U'\0'), letters.size()));
    for (char32_t& letter : letters)
        if (letter > 0x10FFFF) letter = U'\uFFFD';
    return QString::fromUcs4(letters.data(), static_cast<qsizetype>(letters.size())).toStdString();
}

} // namespace

std::optional<WordType> wordTypeOf(std::string_view descr) {
    if (descr.size() < 3 || std::string_view("<>|=").find(descr[0]) == std::string_view::npos)
        return std::nullopt;
    if (descr[1] != 'U' && descr[1] != 'S' && descr[1] != 'a') return std::nullopt;
    WordType type{0, descr[1] == 'U', descr[0] == '>'};
    const char* const end = descr.data() + descr.size();
    const auto [stop, failed] = std::from_chars(descr.data() + 2, end, type.length);
    if (failed != std::errc() || stop != end || type.length == 0 || type.length > kLongest)
        return std::nullopt;
    return type;
}

LabelValues readWords(ByteSource& source, WordType type, std::uint64_t count, std::uint64_t statedAt) {
    const std::uint64_t all = saturatingProduct(count, type.bytes());
    source.requireRoomFor(all, statedAt, std::to_string(count) + " labels");
    requireMemory(saturatingProduct(count, sizeof(double) + sizeof(std::uint32_t)), source.name(),
                  "byte " + std::to_string(statedAt));
    const std::uint64_t whole = source.position() + all;
    std::vector<std::uint8_t> raw(static_cast<std::size_t>(type.bytes()));
    LabelValues labels;
    for (std::uint64_t i = 0; i < count; ++i) {
        source.readExactly(raw.data(), raw.size(), whole, {});
        labels.add(textOf(raw.data(), type));
    }
    source.requireEnd();
    return labels;
}

} // namespace latent
