// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/unpack_archive.h"

#include "core/data/files/byte_reader.h"
#include "core/data/files/clean_text.h"
#include "core/data/files/stream_file.h"
#include "core/data/files/zip_archive.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <set>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = 1 << 16;
constexpr std::size_t kTarBlock = 512;
using TarHeader = std::array<std::uint8_t, kTarBlock>;

fs::path targetOf(const std::string& member, const fs::path& folder) {
    return folder / fs::path(member).filename();
}

[[noreturn]] void failMissing(const fs::path& archive, const std::string& member) {
    throw Error(archive.string(), "", "the archive does not hold " + quotedText(member));
}

void unpackZip(const fs::path& path, const std::vector<std::string>& members, const fs::path& folder,
               const Progress& progress) {
    const ZipArchive archive(path);
    std::vector<std::uint8_t> piece(kPiece);
    for (std::size_t i = 0; i < members.size(); ++i) {
        const auto& all = archive.members();
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const auto& m) { return m.name == members[i]; });
        if (found == all.end()) failMissing(path, members[i]);
        const std::unique_ptr<ByteSource> source = archive.open(*found);
        StreamFile out(targetOf(members[i], folder));
        while (const std::size_t count = source->read(piece.data(), piece.size())) {
            out.write(piece.data(), count);
            progress.at((static_cast<double>(i) + source->fraction()) / static_cast<double>(members.size()));
        }
        out.close();
    }
}

std::string textAt(const TarHeader& header, std::size_t at, std::size_t length) {
    const auto begin = header.begin() + static_cast<std::ptrdiff_t>(at);
    return {begin, std::find(begin, begin + static_cast<std::ptrdiff_t>(length), std::uint8_t{0})};
}

// Octal digits between spaces and zeros; nothing if there is anything else.
std::optional<std::uint64_t> octalAt(const TarHeader& header, std::size_t at, std::size_t length) {
    std::uint64_t value = 0;
    for (const char digit : textAt(header, at, length)) {
        if (digit == ' ') continue;
        if (digit < '0' || digit > '7') return std::nullopt;
        value = value * 8 + static_cast<std::uint64_t>(digit - '0');
    }
    return value;
}

// POSIX.1-1988 (ustar): name at 0, size at 124, the sum of the header's bytes at 148 (with the sum itself
// counted as spaces), kind at 156, first part of the name at 345.
bool hasRightSum(const TarHeader& header) {
    constexpr std::size_t kAt = 148;
    constexpr std::size_t kLength = 8;
    std::uint64_t sum = std::accumulate(header.begin(), header.end(), std::uint64_t{0});
    for (std::size_t i = kAt; i < kAt + kLength; ++i) sum = sum - header[i] + ' ';
    return octalAt(header, kAt, kLength) == sum;
}

std::uint64_t sizeIn(const ByteReader& reader, const TarHeader& header) {
    const std::uint64_t begin = reader.position() - kTarBlock;
    if (!hasRightSum(header))
        reader.failAt(begin, "this is not a tar archive: the checksum of a header is wrong");
    const std::optional<std::uint64_t> size = octalAt(header, 124, 12);
    if (!size) reader.failAt(begin + 124, "this is not a tar archive: a size is not octal");
    return *size;
}

std::string tarName(const TarHeader& header) {
    const std::string before = textAt(header, 345, 155);
    std::string name = (before.empty() ? "" : before + "/") + textAt(header, 0, 100);
    return name.starts_with("./") ? name.substr(2) : name;
}

bool isFile(const TarHeader& header) {
    return header[156] == '0' || header[156] == 0;
}

// Reads a member's blocks; out: null to skip them.
void readTarMember(ByteReader& reader, std::uint64_t size, StreamFile* out, const Progress& progress) {
    std::uint64_t left = (size + kTarBlock - 1) / kTarBlock * kTarBlock;
    std::vector<std::uint8_t> piece(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, left)));
    std::uint64_t toWrite = size;
    while (left > 0) {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, piece.size()));
        reader.readHeader(std::span(piece.data(), count), "a member of the tar archive");
        const std::uint64_t own = std::min<std::uint64_t>(toWrite, count);
        if (out != nullptr) out->write(piece.data(), static_cast<std::size_t>(own));
        toWrite -= own;
        left -= count;
        progress.at(reader.fraction());
    }
}

void unpackTar(const fs::path& path, const std::vector<std::string>& members, const fs::path& folder,
               const Progress& progress) {
    ByteReader reader(path);
    std::set<std::string> missing(members.begin(), members.end());
    TarHeader header{};
    while (!missing.empty() && reader.read(header.data(), header.size()) == header.size()) {
        if (std::all_of(header.begin(), header.end(), [](std::uint8_t byte) { return byte == 0; })) break;
        const std::uint64_t size = sizeIn(reader, header);
        const std::string name = tarName(header);
        if (!isFile(header) || missing.erase(name) == 0) {
            readTarMember(reader, size, nullptr, progress);
            continue;
        }
        StreamFile out(targetOf(name, folder));
        readTarMember(reader, size, &out, progress);
        out.close();
    }
    if (!missing.empty()) failMissing(path, *missing.begin());
}

} // namespace

void unpackMembers(const fs::path& archive, const std::vector<std::string>& members, const fs::path& folder,
                   const Progress& progress) {
    if (archive.extension() == ".zip")
        unpackZip(archive, members, folder, progress);
    else
        unpackTar(archive, members, folder, progress);
    for (const std::string& member : members) syncToDisk(targetOf(member, folder));
}

bool isTarHeader(std::string_view start) {
    TarHeader header{};
    if (start.size() < header.size() || start[0] == '\0') return false;
    std::copy_n(start.begin(), header.size(), header.begin());
    return hasRightSum(header);
}

} // namespace latent
