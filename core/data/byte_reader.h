// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/mapped_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace latent {

/// Reads a regular file from front to back; gzip, known by its first two bytes, is unpacked on the way.
/// Never holds more than a small buffer of its own: what is read is bounded by what the caller asks for.
/// All functions throw Error: a file that cannot be read, corrupt gzip, gzip that ends early.
class ByteReader {
  public:
    explicit ByteReader(const std::filesystem::path& path);
    ~ByteReader();
    ByteReader(ByteReader&&) noexcept;

    /// Fills out with up to count bytes; fewer only at the end of the data. The end of a gzip file is
    /// only reported once its checksum and length were found right.
    std::size_t read(std::uint8_t* out, std::size_t count);

    /// The whole file, from its first byte on, as memory that is followed by `room` bytes; not for a packed
    /// one.
    std::shared_ptr<MappedFile> map(std::size_t room) const;

    /// The most bytes that the whole file can hold once unpacked: exact if it is not packed.
    std::uint64_t largestSize() const;
    /// How much of the file has been used, 0 … 1.
    double fraction() const;
    /// Bytes handed out so far.
    std::uint64_t position() const;
    bool packed() const;
    /// What errors call the file.
    const std::string& name() const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace latent
