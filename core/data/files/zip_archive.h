// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/byte_source.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct zip;

namespace latent {

struct ZipMember {
    std::string name;
    std::uint64_t size = 0; // uncompressed
    std::uint64_t index = 0;
};

/// A zip archive whose directory has been read and checked: it rejects more than 1,000 members, names that
/// lead outside the archive or appear twice, encryption, compression other than deflate, and sizes that
/// deflate cannot reach (more than 1,100 times the compressed size). Throws Error. One thread at a time, its
/// sources included.
class ZipArchive {
  public:
    explicit ZipArchive(const std::filesystem::path& path);

    const std::vector<ZipMember>& members() const { return m_members; }
    /// The bytes of a member; reading to the end detects a wrong checksum or length. Keeps the archive open.
    std::unique_ptr<ByteSource> open(const ZipMember& member) const;

  private:
    std::string m_name;
    std::shared_ptr<zip> m_archive;
    std::vector<ZipMember> m_members;
};

/// Whether a zip archive has a member with this ending. Checks nothing else; false if it cannot be read.
bool holdsMember(const std::filesystem::path& archive, std::string_view ending);

} // namespace latent
