// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/lost_pages.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <mutex>
#include <sys/mman.h>
#include <unistd.h>

namespace latent {

struct WatchedRange {
    std::atomic<bool> taken = false;
    std::atomic<std::uintptr_t> begin = 0;
    std::atomic<std::uintptr_t> end = 0; // 0: unused
    std::atomic<bool> lost = false;
};

namespace {

static_assert(std::atomic<std::uintptr_t>::is_always_lock_free, "a signal handler reads them");

// A signal handler can reach only globals.
std::array<WatchedRange, 32> g_ranges;
std::uintptr_t g_page = 4096;
struct sigaction g_before {};

// Runs in the thread that accessed the page; the failed instruction is then retried.
void deliverZeros(int, siginfo_t* info, void*) {
    const auto at = reinterpret_cast<std::uintptr_t>(info->si_addr);
    for (WatchedRange& range : g_ranges) {
        if (at < range.begin || at >= range.end) continue;
        const std::uintptr_t page = at / g_page * g_page;
        constexpr int kKind = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
        if (::mmap(reinterpret_cast<void*>(page), range.end - page, PROT_READ | PROT_WRITE, kKind, -1, 0) ==
            MAP_FAILED)
            break;
        range.lost = true;
        return;
    }
    ::sigaction(SIGBUS, &g_before, nullptr); // not one of our pages: restore the previous handler
}

void installHandler() {
    g_page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    struct sigaction action {};
    action.sa_sigaction = deliverZeros;
    action.sa_flags = SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGBUS, &action, &g_before);
}

} // namespace

LostPages::LostPages(void* begin, std::size_t size) {
    static std::once_flag installed;
    std::call_once(installed, installHandler);
    for (WatchedRange& range : g_ranges) {
        if (range.taken.exchange(true)) continue;
        const auto first = reinterpret_cast<std::uintptr_t>(begin);
        range.lost = false;
        range.begin = first;
        range.end = first + (size + g_page - 1) / g_page * g_page;
        m_range = &range;
        return;
    }
}

LostPages::~LostPages() {
    if (m_range == nullptr) return;
    m_range->end = 0;
    m_range->taken = false;
}

bool LostPages::any() const {
    return m_range != nullptr && m_range->lost;
}

} // namespace latent
