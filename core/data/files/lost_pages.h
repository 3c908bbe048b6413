// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace latent {

struct WatchedRange;

/// Watches a mapped file. A page that the system cannot deliver, because another program has truncated the
/// file or the disk fails, would end the process (SIGBUS). In a watched file, the page and all bytes after it
/// read as zeros instead, and any() is true from then on. At most 32 files are watched at a time; further
/// ones are not.
class LostPages {
  public:
    /// The file is mapped at `begin`, which is page-aligned, and has `size` bytes.
    LostPages(void* begin, std::size_t size);
    ~LostPages();
    LostPages(const LostPages&) = delete;
    LostPages& operator=(const LostPages&) = delete;

    bool any() const;

  private:
    WatchedRange* m_range = nullptr; // null: not watched
};

} // namespace latent
