// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <vector>

namespace latent {

/// Keeps a team's threads on cores of their own. When a window or another program has had one of their cores
/// for a moment, the system (Linux 6) leaves two of them on one core for some ten milliseconds, while the
/// other core rests. Elsewhere than on Linux it does nothing.
class TeamCores {
  public:
    explicit TeamCores(int threads)
        : m_cores(static_cast<std::size_t>(threads)) {}

    /// Called by the team's thread `member` as it begins to work: goes to a core where none of the team was
    /// seen last, if a lower member was seen on this one. Which cores it may use stays as it is.
    void settle(int member);

  private:
    struct Seen {
        std::atomic<int> core = -1;                 // -1: not seen yet
        std::chrono::steady_clock::time_point stay; // the member's own: it does not move until then
    };
    std::vector<Seen> m_cores; // by member
};

} // namespace latent
