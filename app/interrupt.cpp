// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/interrupt.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>

namespace latent {
namespace {

// A signal handler can reach nothing but globals.
std::atomic<bool> g_interrupted{false};
std::atomic<int> g_event{-1};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void noteInterrupt(int) {
    const int before = errno;
    g_interrupted.store(true, std::memory_order_relaxed);
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGHUP, SIG_IGN);
    constexpr std::uint64_t kOne = 1;
    [[maybe_unused]] const ssize_t written =
        write(g_event.load(std::memory_order_relaxed), &kOne, sizeof kOne);
    errno = before;
}

bool isIgnored(int signal) {
    struct sigaction present {};
    return sigaction(signal, nullptr, &present) == 0 && present.sa_handler == SIG_IGN;
}

} // namespace

void catchInterrupts() {
    g_event.store(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), std::memory_order_relaxed);
    struct sigaction action {};
    action.sa_handler = noteInterrupt;
    action.sa_flags = SA_RESTART; // writing a result must not fail half way
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    if (!isIgnored(SIGHUP)) sigaction(SIGHUP, &action, nullptr);
}

bool interrupted() {
    return g_interrupted.load(std::memory_order_relaxed);
}

int interruptDescriptor() {
    return g_event.load(std::memory_order_relaxed);
}

} // namespace latent
