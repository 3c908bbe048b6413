// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/team_cores.h"

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace latent {

/// A few threads that split one piece of work at a time. The calling thread is one of them, so a team of one
/// starts no thread. Work is taken dynamically: if a thread loses its core for a moment, the others take its
/// share. run() returns when every task is done, even if a thread woke too late to take one.
class ThreadTeam {
  public:
    /// Throws Error if the system cannot start another thread.
    explicit ThreadTeam(int threads);
    ~ThreadTeam();
    ThreadTeam(const ThreadTeam&) = delete;
    ThreadTeam& operator=(const ThreadTeam&) = delete;

    int size() const { return static_cast<int>(m_threads.size()) + 1; }

    /// Calls task(i, worker) for every i in [0, tasks), worker in [0, size()). Which worker takes which task
    /// varies between runs: results must not depend on it. The first exception from a task is rethrown here
    /// once no task is running; tasks not yet begun are skipped. On x86 subnormal numbers are 0 in tasks:
    /// training produces many, and they cost a hundred times more.
    using Task = std::function<void(int task, int worker)>;
    void run(int tasks, const Task& task);

  private:
    void work(int worker);
    void takeTasks(int worker);
    void perform(int task, int worker);
    void stop();

    TeamCores m_cores;
    std::vector<std::thread> m_threads;
    const Task* m_task = nullptr;
    std::atomic<std::uint64_t> m_tickets{0}; // number of tasks of this round << 32 | next task
    std::atomic<std::uint32_t> m_done{0};    // finished tasks of this round
    std::atomic<std::uint32_t> m_round{0};   // counts rounds; workers sleep on it
    std::atomic<bool> m_failed{false};       // a task of this round threw
    std::exception_ptr m_failure;            // the first exception; read once the round is done
    std::atomic<bool> m_quit{false};
};

/// Lets the calling thread run only when no other thread wants the core (nice 10 on Linux): training must not
/// delay the window.
void lowerThreadPriority();

} // namespace latent
