// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace latent {

struct WatchedRange;

/// Watches a mapped file. A page that the system cannot deliver, since another program has cut the file or
/// the disk fails, would end the process (SIGBUS). Watched, whoever looks at it finds zeros, there and up to
/// the end of the file, and any() is true from then on. One that comes while 32 are watched is not.
class LostPages {
  public:
    /// The file is mapped at `begin`, the start of a page, and has `size` bytes.
    LostPages(void* begin, std::size_t size);
    ~LostPages();
    LostPages(const LostPages&) = delete;
    LostPages& operator=(const LostPages&) = delete;

    bool any() const;

  private:
    WatchedRange* m_range = nullptr; // null: not watched
};

} // namespace latent
