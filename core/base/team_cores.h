// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <vector>

namespace latent {

/// Keeps a team's threads on separate cores. After a window or another program has used one of the team's
/// cores for a moment, Linux 6 leaves two team threads on one core for some ten milliseconds while the other
/// core idles. Does nothing on other systems.
class TeamCores {
  public:
    explicit TeamCores(int threads)
        : m_cores(static_cast<std::size_t>(threads)) {}

    /// Called by the team's thread `member` as it begins to work: if a lower member was last seen on this
    /// core, moves to a core where no member was last seen. The set of allowed cores stays the same.
    void settle(int member);

  private:
    struct Seen {
        std::atomic<int> core = -1;                 // −1: not seen yet
        std::chrono::steady_clock::time_point stay; // the member's own: until then it does not move again
    };
    std::vector<Seen> m_cores; // indexed by member
};

} // namespace latent
