// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/tiff_pages.h"

#include <optional>
#include <unordered_set>

namespace latent {
namespace {

constexpr std::uint64_t kMostPages = 1'000'000;

/// The numbers of a file in its own byte order; classic, or BigTIFF with offsets of eight bytes.
class TiffBytes {
  public:
    explicit TiffBytes(const QByteArray& bytes)
        : m_bytes(bytes)
        , m_bigEndian(bytes.startsWith("MM"))
        , m_large(number(2, 2).value_or(0) == 43) {}

    std::optional<std::uint64_t> number(std::uint64_t at, int count) const {
        const auto size = static_cast<std::uint64_t>(m_bytes.size());
        if (at > size || size - at < static_cast<std::uint64_t>(count)) return std::nullopt;
        std::uint64_t value = 0;
        for (int i = 0; i < count; ++i) {
            const int from = m_bigEndian ? i : count - 1 - i;
            value = value << 8 | static_cast<unsigned char>(m_bytes[static_cast<qsizetype>(at) + from]);
        }
        return value;
    }
    std::optional<std::uint64_t> offset(std::uint64_t at) const { return number(at, offsetBytes()); }
    bool large() const { return m_large; }
    bool bigEndian() const { return m_bigEndian; }
    int offsetBytes() const { return m_large ? 8 : 4; }
    std::uint64_t firstAt() const { return m_large ? 8 : 4; } // position of the first directory's offset
    std::uint64_t countBytes() const { return m_large ? 8 : 2; }
    std::uint64_t entryBytes() const { return m_large ? 20 : 12; }

  private:
    const QByteArray& m_bytes;
    bool m_bigEndian;
    bool m_large;
};

/// A directory: its entries, followed by the offset of the next one.
struct Directory {
    TiffPage page;
    bool belongsToAnother = false; // a thumbnail of a page, or its mask
    std::uint64_t next = 0;
};

// The first value of an entry, stored in the entry or at the offset given there.
std::optional<std::uint64_t> valueOf(const TiffBytes& file, std::uint64_t entry) {
    const std::uint64_t type = file.number(entry + 2, 2).value_or(0);
    const int bytes = type == 3 ? 2 : type == 4 ? 4 : type == 1 ? 1 : 0;
    const auto count = file.number(entry + 4, file.offsetBytes());
    const std::uint64_t place = entry + 4 + static_cast<std::uint64_t>(file.offsetBytes());
    if (bytes == 0 || !count) return std::nullopt;
    const bool inside = *count <= static_cast<std::uint64_t>(file.offsetBytes() / bytes);
    const auto at = inside ? std::optional(place) : file.offset(place);
    return at ? file.number(*at, bytes) : std::nullopt;
}

void take(Directory& directory, std::uint64_t tag, std::uint64_t value) {
    switch (tag) {
    case 254: // NewSubfileType: bits for a thumbnail and for a mask
        directory.belongsToAnother = (value & 5) != 0;
        break;
    case 258: // BitsPerSample
        directory.page.bits = static_cast<int>(value & 0xFFFF);
        break;
    case 277: // SamplesPerPixel
        directory.page.channels = static_cast<int>(value & 0xFFFF);
        break;
    case 339: // SampleFormat
        directory.page.numbers = value == 2   ? TiffNumbers::Signed
                                 : value == 3 ? TiffNumbers::Floating
                                              : TiffNumbers::Whole;
        break;
    default:
        break;
    }
}

std::optional<Directory> directoryAt(const TiffBytes& file, std::uint64_t at) {
    Directory directory;
    directory.page.directory = at;
    const auto entries = file.number(at, static_cast<int>(file.countBytes()));
    if (!entries || *entries == 0 || *entries > 65'535) return std::nullopt;
    std::uint64_t entry = at + file.countBytes();
    for (std::uint64_t i = 0; i < *entries; ++i, entry += file.entryBytes()) {
        const auto tag = file.number(entry, 2);
        if (!tag) return std::nullopt;
        if (const auto value = valueOf(file, entry)) take(directory, *tag, *value);
    }
    const auto next = file.offset(entry);
    if (!next) return std::nullopt;
    directory.next = *next;
    return directory;
}

} // namespace

TiffPages tiffPages(const QByteArray& bytes) {
    const TiffBytes file(bytes);
    TiffPages found;
    std::unordered_set<std::uint64_t> seen;
    std::uint64_t at = file.offset(file.firstAt()).value_or(0);
    while (at != 0) {
        const bool again = seen.size() == kMostPages || !seen.insert(at).second;
        const auto directory = again ? std::nullopt : directoryAt(file, at);
        found.whole = directory.has_value();
        if (!directory) break;
        if (!directory->belongsToAnother) found.pages.push_back(directory->page);
        at = directory->next;
    }
    return found;
}

void putTiffPageFirst(QByteArray& bytes, const TiffPage& page) {
    const TiffBytes file(bytes);
    const int count = file.offsetBytes();
    const bool bigEndian = file.bigEndian();
    const auto at = static_cast<qsizetype>(file.firstAt());
    if (bytes.size() < at + count) return;
    for (int i = 0; i < count; ++i) {
        const int shift = 8 * (bigEndian ? count - 1 - i : i);
        bytes[at + i] = static_cast<char>(page.directory >> shift & 0xFF);
    }
}

} // namespace latent
