// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/lost_pages.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace latent {

/// A file as memory, directly followed by `room` bytes of ordinary memory. The system reads pages when they
/// are accessed, shares them with its cache and may drop them again, so the file is never held twice.
/// Private: writes to bytes() stay in this process.
///
/// Changes to the file by other programs may show through: map only files that are too large to copy.
/// Truncated parts read as zeros, see LostPages.
class MappedFile {
  public:
    /// `file` is open for reading and holds `size` bytes; it may be closed afterwards. Throws Error, which
    /// calls the file `name`.
    MappedFile(int file, std::size_t size, std::size_t room, const std::string& name);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    /// [size + room]
    std::span<std::uint8_t> bytes() const { return {m_begin, m_size}; }
    /// Any later write is an error (SIGSEGV).
    void makeReadOnly();
    /// Whether bytes were accessed that the file no longer has.
    bool lost() const { return m_lost && m_lost->any(); }

  private:
    std::uint8_t* m_begin = nullptr;
    std::size_t m_size = 0;
    std::optional<LostPages> m_lost;
};

} // namespace latent
