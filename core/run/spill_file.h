// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/file_handle.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latent {

/// A record of a spill file: where it lies and what it says of itself.
struct SpillRecord {
    enum class Kind : std::uint32_t { Free, Sheet, Weights };
    Kind kind = Kind::Free;
    std::uint64_t page = 0;   // where it begins
    std::uint64_t pages = 0;  // that belong to it, whether it fills them or not
    std::uint64_t number = 0; // of its writing, ascending: no two records of a file share it
    std::uint64_t frontBytes = 0;
    std::uint64_t bodyBytes = 0;
    std::uint32_t bodySum = 0; // CRC-32
};

/// A file of records that come and go, each with a short front, read as the file is opened, and a body, read
/// when it is asked for. Records that are taken away leave their place to later ones. Every part has a
/// CRC-32: damage costs the records it is in, a crash the one that is being written.
///
/// Pages of 4,096 bytes. The first: "latent moments 1\n". A record begins a page: 64 bytes of head (see
/// spill_file.cpp), front, body; numbers are little-endian.
///
/// One thread writes; any may read().
class SpillFile {
  public:
    static constexpr std::uint64_t kPageBytes = 4096;

    struct Found {
        SpillRecord record;
        std::string front;
    };

    /// A new file; one that is there is emptied. Throws Error.
    static SpillFile create(const std::filesystem::path& path);
    /// Lists the whole records of a file, in no order. Throws Error if it cannot be read, has no records and
    /// no title of ours, or is of a newer version. Where it cannot be written, write() says so.
    static SpillFile open(const std::filesystem::path& path, std::vector<Found>& found);

    /// What a record of these sizes takes of the disk.
    static std::uint64_t bytesFor(std::uint64_t frontBytes, std::uint64_t bodyBytes);

    /// Throws Error if the disk does not take it; the file then is as it was. mostFront: what the front may
    /// grow to when others take this record's place.
    SpillRecord write(SpillRecord::Kind kind, std::string_view front, std::span<const std::string_view> body,
                      std::uint64_t mostFront);
    /// Gives the record's place to others. What cannot be written is found again by the next open().
    void release(const SpillRecord& record);
    /// Fills these pieces with the record's body, which is as long as they are together. False: it is
    /// damaged, or something else has taken its place meanwhile.
    bool read(const SpillRecord& record, std::span<const std::span<char>> body) const;

    std::uint64_t bytes() const { return m_pages * kPageBytes; }
    /// Records that were found not to be whole, as the file was opened.
    int damaged() const { return m_damaged; }

  private:
    SpillFile(std::string name, FileHandle file);
    void scan(std::vector<Found>& found);
    void reclaim(std::uint64_t page, std::uint64_t end);
    bool readFound(std::uint64_t page, Found& found) const;
    SpillRecord placeFor(std::uint64_t pages);
    void fill(const SpillRecord& place, std::string_view front, std::span<const std::string_view> body);
    void writeAt(std::uint64_t offset, std::string_view bytes);
    bool readAt(std::uint64_t offset, std::span<char> bytes) const;

    std::string m_name;
    FileHandle m_file;
    int m_readOnly = 0; // why, as the system's number
    std::uint64_t m_pages = 1;
    std::uint64_t m_next = 1; // number
    int m_damaged = 0;
    std::vector<SpillRecord> m_free;
};

} // namespace latent
