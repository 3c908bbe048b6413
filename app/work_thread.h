// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace latent {

/// One thread that does what it is given, the most urgent first. Unlike a QThreadPool, it reports at
/// construction that the system cannot start the thread, instead of waiting for it for ever. Work throws
/// nothing.
class WorkThread {
  public:
    using Work = std::function<void()>;
    static constexpr const char* kName = "latent-work"; // what the system calls the thread

    /// Throws std::system_error if the thread cannot be started.
    WorkThread();
    /// Drops what has not begun; see finish().
    ~WorkThread();

    void start(Work work, int priority = 0);
    /// Waits until all is done. Nothing may be started meanwhile.
    void finish();

  private:
    void run(const std::stop_token& stop);

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::multimap<int, Work, std::greater<>> m_waiting; // by priority, each in order
    bool m_busy = false;
    std::jthread m_thread; // last: joined before anything above dies
};

} // namespace latent
