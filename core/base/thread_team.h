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

/// A few threads that split one piece of work at a time. The calling thread is one of them, so a team
/// of one starts no thread. Work is taken dynamically: a thread whose core is taken away for a moment
/// leaves its share to the others. run() returns when every task is done, whether or not a thread came too
/// late to take one.
class ThreadTeam {
  public:
    /// Throws Error if the system starts no more threads.
    explicit ThreadTeam(int threads);
    ~ThreadTeam();
    ThreadTeam(const ThreadTeam&) = delete;
    ThreadTeam& operator=(const ThreadTeam&) = delete;

    int size() const { return static_cast<int>(m_threads.size()) + 1; }

    /// Calls task(i, worker) for every i in [0, tasks), worker in [0, size()). Which worker takes which
    /// task varies from run to run: results must not depend on it. What a task throws first is thrown again
    /// here, once no task runs any more; those not yet begun are left out. On x86 subnormal numbers are 0 in
    /// tasks: training makes many, and they cost a hundred times more.
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
    std::atomic<std::uint64_t> m_tickets{0}; // tasks of this round << 32 | next task
    std::atomic<std::uint32_t> m_done{0};    // tasks of this round that are finished
    std::atomic<std::uint32_t> m_round{0};   // counts rounds; workers sleep on it
    std::atomic<bool> m_failed{false};       // a task of this round has thrown
    std::exception_ptr m_failure;            // by the first; read once the round is done
    std::atomic<bool> m_quit{false};
};

/// Lets the calling thread run only where nobody else wants the core (nice 10 on Linux): training
/// must not hold up the window.
void lowerThreadPriority();

} // namespace latent
