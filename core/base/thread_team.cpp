// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_team.h"

#include "core/base/error.h"

#include <sys/resource.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace latent {
namespace {

// About ten microseconds of spinning (a pause takes 40 to 140 cycles) bridge the gap between two phases of a
// step; longer waits sleep in the kernel.
constexpr int kSpins = 2000;

template <class T, class Done>
void waitUntil(std::atomic<T>& value, Done done) {
    for (int spin = 0; spin < kSpins; ++spin) {
        if (done(value.load(std::memory_order_acquire))) return;
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }
    for (T seen = value.load(std::memory_order_acquire); !done(seen);
         seen = value.load(std::memory_order_acquire)) {
        value.wait(seen, std::memory_order_acquire);
    }
}

/// While it exists, subnormal operands and results of this thread count as 0. Some processors take a hundred
/// times longer over subnormals, and a run produces more and more of them: moments of weights without
/// gradient fade, and gradients of pixels that are always dark nearly vanish.
class NoSubnormals {
  public:
#if defined(__x86_64__)
    NoSubnormals() {
        __builtin_ia32_ldmxcsr(m_before | kFlushResults | kFlushOperands);
    }
    ~NoSubnormals() {
        __builtin_ia32_ldmxcsr(m_before);
    }

  private:
    static constexpr unsigned kFlushResults = 0x8000;
    static constexpr unsigned kFlushOperands = 0x0040;
    unsigned m_before = __builtin_ia32_stmxcsr();
#else
    NoSubnormals() = default;
    ~NoSubnormals() {}
#endif
};

} // namespace

ThreadTeam::ThreadTeam(int threads)
    : m_cores(threads) {
    m_threads.reserve(static_cast<std::size_t>(threads));
    try {
        for (int worker = 1; worker < threads; ++worker) {
            m_threads.emplace_back([this, worker] { work(worker); });
        }
    } catch (const std::system_error& error) {
        stop();
        throw Error("a thread cannot be started: " + error.code().message());
    } catch (...) {
        stop();
        throw;
    }
}

ThreadTeam::~ThreadTeam() {
    stop();
}

void ThreadTeam::stop() {
    m_quit.store(true, std::memory_order_relaxed);
    m_round.fetch_add(1, std::memory_order_release);
    m_round.notify_all();
    for (std::thread& thread : m_threads) thread.join();
}

void ThreadTeam::run(int tasks, const Task& task) {
    if (tasks <= 0) return;
    const auto count = static_cast<std::uint32_t>(tasks);
    m_task = &task;
    m_failed.store(false, std::memory_order_relaxed);
    m_done.store(0, std::memory_order_relaxed);
    m_tickets.store(std::uint64_t{count} << 32, std::memory_order_release);
    if (!m_threads.empty()) {
        m_round.fetch_add(1, std::memory_order_release);
        m_round.notify_all();
        m_cores.settle(0);
    }
    takeTasks(0);
    waitUntil(m_done, [count](std::uint32_t done) { return done == count; });
    if (m_failed.load(std::memory_order_relaxed)) std::rethrow_exception(std::exchange(m_failure, nullptr));
}

// A ticket carries the number of tasks of its round: a worker that wakes late, perhaps rounds later, draws
// either a task of the current round, which cannot end without it, or none.
void ThreadTeam::takeTasks(int worker) {
    const NoSubnormals meanwhile;
    for (;;) {
        const std::uint64_t ticket = m_tickets.fetch_add(1, std::memory_order_acq_rel);
        const auto count = static_cast<std::uint32_t>(ticket >> 32);
        const auto task = static_cast<std::uint32_t>(ticket);
        if (task >= count) return;
        perform(static_cast<int>(task), worker);
        if (m_done.fetch_add(1, std::memory_order_acq_rel) + 1 == count) m_done.notify_one();
    }
}

void ThreadTeam::perform(int task, int worker) {
    if (m_failed.load(std::memory_order_relaxed)) return;
    try {
        (*m_task)(task, worker);
    } catch (...) {
        if (!m_failed.exchange(true, std::memory_order_relaxed)) m_failure = std::current_exception();
    }
}

void ThreadTeam::work(int worker) {
    lowerThreadPriority();
    std::uint32_t seen = 0;
    for (;;) {
        waitUntil(m_round, [seen](std::uint32_t round) { return round != seen; });
        seen = m_round.load(std::memory_order_acquire);
        if (m_quit.load(std::memory_order_relaxed)) return;
        m_cores.settle(worker);
        takeTasks(worker);
    }
}

void lowerThreadPriority() {
    constexpr int kNice = 10;
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
}

} // namespace latent
