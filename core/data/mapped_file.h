// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace latent {

/// A file as memory, followed without a gap by `room` bytes of ordinary memory. The system reads its pages as
/// they are looked at, shares them with its own cache and may drop them again, so that the file is never held
/// twice. Private: what is written to bytes() stays in this process.
///
/// A mapped file must stay as long as it is: looking at a page beyond an end that has moved, or at one that
/// the disk cannot deliver, ends the process (SIGBUS). Hence only what is too large to be copied should be
/// mapped.
class MappedFile {
  public:
    /// `file` is open for reading and holds `size` bytes; it may be closed afterwards. Throws Error, calling
    /// the file `name`.
    MappedFile(int file, std::size_t size, std::size_t room, const std::string& name);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    /// [size + room]
    std::span<std::uint8_t> bytes() const { return {m_begin, m_size}; }
    /// From now on a write is an error (SIGSEGV).
    void makeReadOnly();

  private:
    std::uint8_t* m_begin = nullptr;
    std::size_t m_size = 0;
};

} // namespace latent
