// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture_damage.h"

#include "core/data/pictures/bmp_content.h"
#include "core/data/pictures/jpeg_content.h"

#include <cstdint>
#include <optional>
#include <zlib.h>

namespace latent {
namespace {

using namespace std::string_view_literals;

constexpr const char* kTruncated = "the file is truncated";
constexpr const char* kJpegEnd = "\xff\xd9";

std::uint64_t byteAt(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

std::uint64_t littleAt(std::string_view bytes, std::size_t at, int count) {
    std::uint64_t value = 0;
    for (int i = count - 1; i >= 0; --i) value = value << 8 | byteAt(bytes, at + static_cast<std::size_t>(i));
    return value;
}

std::uint64_t bigAt(std::string_view bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | byteAt(bytes, at + i);
    return value;
}

CheckedPicture checkJpeg(QByteArray bytes) {
    const JpegContent content = examineJpeg({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    if (content.endMark) return {std::move(bytes)};
    if (content.cut || !content.everyScan) return {{}, kTruncated};
    // Padding added by a disk or a recorder is not data, except for a zero after 0xff.
    const qsizetype whole = bytes.size();
    while (bytes.endsWith('\0')) bytes.chop(1);
    if (bytes.endsWith('\xff') && bytes.size() < whole)
        bytes.append('\0');
    else if (bytes.endsWith('\xff'))
        bytes.chop(1);
    return {bytes + kJpegEnd, nullptr, true};
}

bool isChunkName(std::string_view name) {
    for (const char letter : name) {
        if ((letter < 'A' || letter > 'Z') && (letter < 'a' || letter > 'z')) return false;
    }
    return name.size() == 4;
}

// All chunks but the last, which is missing or something else at `end`.
CheckedPicture withPngEnd(const QByteArray& bytes, std::size_t end) {
    constexpr std::string_view kEnd = "\0\0\0\0IEND\xae\x42\x60\x82"sv;
    return {bytes.left(static_cast<qsizetype>(end)) + QByteArray(kEnd.data(), kEnd.size()), nullptr, true};
}

// From chunk to chunk (ISO/IEC 15948, 5.3): length, name, data of that length, checksum of name and data.
CheckedPicture checkPng(QByteArray file) {
    const std::string_view bytes(file.constData(), static_cast<std::size_t>(file.size()));
    bool anyPixels = false;
    for (std::size_t at = 8;;) {
        const std::string_view name = at + 8 <= bytes.size() ? bytes.substr(at + 4, 4) : ""sv;
        const bool atItsEnd = name == "IEND"sv || !isChunkName(name);
        const std::uint64_t length = bigAt(bytes, at);
        if (at >= bytes.size() || length + 12 > bytes.size() - at || !isChunkName(name))
            return anyPixels && atItsEnd ? withPngEnd(file, at) : CheckedPicture{{}, kTruncated};
        const std::string_view checked = bytes.substr(at + 4, 4 + static_cast<std::size_t>(length));
        const bool critical = (byteAt(bytes, at + 4) & 0x20) == 0;
        at += 8 + static_cast<std::size_t>(length);
        if (critical &&
            crc32_z(0, reinterpret_cast<const Bytef*>(checked.data()), checked.size()) != bigAt(bytes, at))
            return {{}, "the file is damaged: a checksum is wrong"};
        at += 4;
        anyPixels = anyPixels || name == "IDAT"sv;
        if (name == "IEND"sv) return {std::move(file)};
    }
}

// Skips blocks, each preceded by its length, up to the empty one; nothing if the file ends before it.
std::optional<std::size_t> behindBlocks(std::string_view bytes, std::size_t at) {
    while (at < bytes.size()) {
        const auto length = static_cast<std::size_t>(byteAt(bytes, at));
        at += 1 + length;
        if (length == 0) return at;
    }
    return std::nullopt;
}

std::size_t gifColours(std::uint64_t flags) { // bytes
    return (flags & 0x80) != 0 ? std::size_t{3} << ((flags & 7) + 1) : 0;
}

// GIF89a, 18 to 27: header, screen, then extensions (0x21) and pictures (0x2c) up to the end (0x3b). Only the
// first picture is read.
CheckedPicture checkGif(QByteArray file) {
    const std::string_view bytes(file.constData(), static_cast<std::size_t>(file.size()));
    std::size_t at = 13 + gifColours(byteAt(bytes, 10));
    bool anyPicture = false;
    while (at < bytes.size()) {
        const std::uint64_t kind = byteAt(bytes, at);
        if (kind == 0x3b && anyPicture) return {std::move(file)};
        if (kind != 0x21 && kind != 0x2c) break;
        const std::size_t data = kind == 0x21 ? at + 2 : at + 11 + gifColours(byteAt(bytes, at + 9));
        const auto behind = behindBlocks(bytes, data);
        if (!behind) break;
        anyPicture = anyPicture || kind == 0x2c;
        at = *behind;
    }
    if (!anyPicture) return {{}, kTruncated};
    return {file.left(static_cast<qsizetype>(at)) + ';', nullptr, true};
}

bool isWholeXbm(std::string_view bytes) {
    const std::size_t opened = bytes.find('{');
    return opened != std::string_view::npos && bytes.find('}', opened) != std::string_view::npos;
}

// Qt reads only true colour in the 1989 format, and prints warnings for everything else.
CheckedPicture checkTga(QByteArray file) {
    constexpr std::string_view kFooterEnd = "TRUEVISION-XFILE.\0"sv;
    const bool known = file.size() > 18 && file[2] == 2 && file.endsWith(QByteArrayView(kFooterEnd));
    return known ? CheckedPicture{std::move(file)}
                 : CheckedPicture{{}, "this kind of TGA is not supported; save it as PNG"};
}

} // namespace

CheckedPicture checkPicture(QByteArray bytes, std::string_view kind) {
    if (kind == "PNG"sv) return checkPng(std::move(bytes));
    if (kind == "JPEG"sv) return checkJpeg(std::move(bytes));
    if (kind == "GIF"sv) return checkGif(std::move(bytes));
    if (kind == "TGA"sv) return checkTga(std::move(bytes));
    const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    bool whole = true;
    if (kind == "BMP"sv) whole = isWholeBmp(view);
    if (kind == "WebP"sv) whole = littleAt(view, 4, 4) + 8 <= view.size();
    if (kind == "XBM"sv) whole = isWholeXbm(view);
    return whole ? CheckedPicture{std::move(bytes)} : CheckedPicture{{}, kTruncated};
}

QByteArray withJunkForEnd(const QByteArray& ended, char junk) {
    constexpr int kJunkBytes = 64;
    return ended.chopped(2) + QByteArray(kJunkBytes, junk) + kJpegEnd;
}

} // namespace latent
