// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/byte_source.h"

#include <filesystem>

namespace latent {

/// Reads a regular file from front to back; decompresses gzip, recognised by its first two bytes. Uses only a
/// small buffer: memory is bounded by what the caller requests. All functions throw Error: unreadable file,
/// corrupt gzip, truncated gzip.
class ByteReader : public ByteSource {
  public:
    explicit ByteReader(const std::filesystem::path& path);
    ~ByteReader() override;
    ByteReader(ByteReader&&) noexcept;

    std::size_t read(std::uint8_t* out, std::size_t count) override;
    /// Null for a compressed file.
    std::shared_ptr<MappedFile> map(std::size_t room) const override;
    std::uint64_t largestSize() const override;
    double fraction() const override;
    std::uint64_t position() const override;
    bool packed() const override;
    const std::string& name() const override;
    /// Size of the file on disk.
    std::uint64_t fileSize() const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace latent
