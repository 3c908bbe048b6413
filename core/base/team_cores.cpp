// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/team_cores.h"

#include <algorithm>
#include <chrono>

#if defined(__linux__)
#include <sched.h>
#endif

namespace latent {

#if defined(__linux__)
namespace {

using Clock = std::chrono::steady_clock;

// If another program needs the other core for longer, returning there again and again would cost a tenth.
constexpr std::chrono::milliseconds kStay{4};

} // namespace

void TeamCores::settle(int member) {
    const int here = sched_getcpu();
    m_cores[static_cast<std::size_t>(member)].core.store(here, std::memory_order_relaxed);
    const auto seenHere = [here](const Seen& other) {
        return other.core.load(std::memory_order_relaxed) == here;
    };
    if (!std::any_of(m_cores.begin(), m_cores.begin() + member, seenHere)) return;
    Seen& me = m_cores[static_cast<std::size_t>(member)];
    const Clock::time_point now = Clock::now();
    if (now < me.stay) return;
    me.stay = now + kStay;
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return; // more cores than cpu_set_t holds
    cpu_set_t free = allowed;
    for (const Seen& other : m_cores) {
        const int core = other.core.load(std::memory_order_relaxed);
        if (core >= 0) CPU_CLR(static_cast<std::size_t>(core), &free);
    }
    if (CPU_COUNT(&free) == 0) return;
    sched_setaffinity(0, sizeof free, &free); // moves the thread now
    sched_setaffinity(0, sizeof allowed, &allowed);
}
#else
void TeamCores::settle(int) {}
#endif

} // namespace latent
