// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace latent {

/// A thread that does what it is given, the most urgent first. It starts with the first work. Unlike a
/// QThreadPool, which would wait for ever, it reports when the system cannot start the thread.
class Lane {
  public:
    using Work = std::function<void()>; // throws nothing

    /// Fast work takes milliseconds and follows the pointer. Long work runs below the priority of the window,
    /// and a newer question cancels it.
    enum class Pace { Fast, Long };
    static constexpr const char* kFastName = "latent-work"; // what the system calls the threads
    static constexpr const char* kLongName = "latent-long";

    explicit Lane(Pace pace)
        : m_pace(pace) {}
    /// Drops what has not begun and waits for what has.
    ~Lane();

    Pace pace() const { return m_pace; }
    /// Throws std::system_error if the thread cannot be started; then the work is dropped.
    void start(Work work, int priority = 0);
    /// Waits until all work is done. Nothing may be started meanwhile.
    void finish();

  private:
    void run(const std::stop_token& stop);

    const Pace m_pace;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::multimap<int, Work, std::greater<>> m_waiting; // by priority, each in order
    bool m_busy = false;
    std::jthread m_thread; // last: joined before anything above dies
};

} // namespace latent
