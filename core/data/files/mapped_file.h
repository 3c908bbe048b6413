// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/lost_pages.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace latent {

/// A file as memory, followed without a gap by `room` bytes of ordinary memory. The system reads its pages as
/// they are looked at, shares them with its own cache and may drop them again, so that the file is never held
/// twice. Private: what is written to bytes() stays in this process.
///
/// What another program does to the file may show: only what is too large to be copied should be mapped. What
/// it cuts off reads as zeros, see LostPages.
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
    /// Whether bytes were looked at that the file no longer has.
    bool lost() const { return m_lost && m_lost->any(); }

  private:
    std::uint8_t* m_begin = nullptr;
    std::size_t m_size = 0;
    std::optional<LostPages> m_lost;
};

} // namespace latent
