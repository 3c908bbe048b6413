// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>
#include <string>

namespace latent {
namespace {

constexpr int kImageDimensions = 3;
constexpr int kLabelDimensions = 1;
constexpr std::uint8_t kUnsignedByte = 0x08;
// Smaller files are copied: what is held cannot be cut short by another program.
constexpr std::uint64_t kSmallestMapped = 64 << 20;

[[noreturn]] void failAt(const ByteReader& reader, std::uint64_t position, const std::string& cause) {
    const char* const unpacked = reader.packed() ? " (unpacked)" : "";
    throw Error(reader.name(), "byte " + std::to_string(position) + unpacked, cause);
}

std::string hex(std::uint8_t byte) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "0x%02X", byte);
    return text.data();
}

void readHeaderBytes(ByteReader& reader, std::span<std::uint8_t> out) {
    if (reader.read(out.data(), out.size()) == out.size()) return;
    failAt(reader, reader.position(), "the file ends within the IDX header");
}

void readMagic(ByteReader& reader, int dimensions) {
    std::array<std::uint8_t, 4> magic{};
    readHeaderBytes(reader, magic);
    if (magic[0] != 0 || magic[1] != 0) {
        failAt(reader, 0,
               "not an IDX file: it starts with " + hex(magic[0]) + " " + hex(magic[1]) +
                   " instead of two zero bytes");
    }
    if (magic[2] != kUnsignedByte) {
        failAt(reader, 2, "element type " + hex(magic[2]) + "; only unsigned bytes (0x08) are read");
    }
    if (magic[3] == dimensions) return;
    const bool wantImages = dimensions == kImageDimensions;
    if (wantImages && magic[3] == kLabelDimensions) {
        failAt(reader, 3, "this is a file of labels (1 dimension); images have 3");
    }
    if (!wantImages && magic[3] == kImageDimensions) {
        failAt(reader, 3, "this is a file of images (3 dimensions); labels have 1");
    }
    failAt(reader, 3, std::to_string(magic[3]) + " dimensions instead of " + std::to_string(dimensions));
}

std::uint32_t readSize(ByteReader& reader) {
    std::array<std::uint8_t, 4> bytes{};
    readHeaderBytes(reader, bytes);
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 |
           bytes[3];
}

// Catches a wrong size before anything is allocated for it.
void requireRoomFor(const ByteReader& reader, std::uint64_t declared, const std::string& what) {
    if (reader.position() + declared <= reader.largestSize()) return;
    if (reader.packed()) {
        failAt(reader, 4, what + " are declared, which is more than a gzip file of this length can hold");
    }
    failAt(reader, reader.largestSize(),
           "the file ends early: " + what + " are declared, " + std::to_string(reader.position() + declared) +
               " bytes in all");
}

[[noreturn]] void failForMore(const ByteReader& reader, std::uint64_t whole) {
    failAt(reader, whole, "there are more bytes than the sizes call for (" + std::to_string(whole) + ")");
}

void readExactly(ByteReader& reader, std::uint8_t* out, std::uint64_t count, const Progress& progress) {
    constexpr std::uint64_t kPart = 1 << 20;
    const std::uint64_t whole = reader.position() + count;
    for (std::uint64_t done = 0; done < count;) {
        progress.at(reader.fraction());
        const auto part = static_cast<std::size_t>(std::min(kPart, count - done));
        const std::size_t got = reader.read(out + done, part);
        done += got;
        if (got < part) {
            failAt(reader, reader.position(),
                   "the file ends early: its sizes call for " + std::to_string(whole) + " bytes");
        }
    }
    std::uint8_t more = 0;
    if (reader.read(&more, 1) != 0) failForMore(reader, whole);
    progress.at(1);
}

} // namespace

IdxImageFile::IdxImageFile(const std::filesystem::path& path)
    : m_reader(path) {
    readMagic(m_reader, kImageDimensions);
    const std::uint32_t count = readSize(m_reader);
    const std::uint32_t height = readSize(m_reader);
    const std::uint32_t width = readSize(m_reader);
    if (count == 0) failAt(m_reader, 4, "the file holds no images");
    const auto sideAllowed = [](std::uint32_t side) { return side >= 1 && side <= kMaxImageSide; };
    if (!sideAllowed(height) || !sideAllowed(width)) {
        failAt(m_reader, sideAllowed(height) ? 12 : 8,
               "images of " + std::to_string(width) + "×" + std::to_string(height) +
                   " pixels; sides of 1 to " + std::to_string(kMaxImageSide) + " are read");
    }
    m_shape = {static_cast<int>(width), static_cast<int>(height), 1};
    m_count = count;
    requireRoomFor(m_reader, bytes(),
                   std::to_string(count) + " images of " + std::to_string(width) + "×" +
                       std::to_string(height));
}

bool IdxImageFile::worthMapping() const {
    return !m_reader.packed() && bytes() >= kSmallestMapped;
}

IdxImageFile::MappedPixels IdxImageFile::mapPixels(std::uint64_t room) const {
    const std::uint64_t header = m_reader.position();
    const std::uint64_t whole = header + bytes(); // not too short, as was found when it was opened
    if (m_reader.largestSize() != whole) failForMore(m_reader, whole);
    std::shared_ptr<MappedFile> file = m_reader.map(static_cast<std::size_t>(room));
    return {file, file->bytes().data() + header};
}

void IdxImageFile::readPixels(std::uint8_t* out, const Progress& progress) {
    readExactly(m_reader, out, bytes(), progress);
}

std::vector<std::uint16_t> readIdxLabels(const std::filesystem::path& path, Index images) {
    ByteReader reader(path);
    readMagic(reader, kLabelDimensions);
    const std::uint32_t count = readSize(reader);
    if (Index{count} != images) {
        failAt(reader, 4, std::to_string(count) + " labels for " + std::to_string(images) + " images");
    }
    requireRoomFor(reader, count, std::to_string(count) + " labels");
    std::vector<std::uint8_t> bytes(count);
    readExactly(reader, bytes.data(), count, {});
    return {bytes.begin(), bytes.end()};
}

} // namespace latent
