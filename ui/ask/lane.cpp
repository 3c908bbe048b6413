// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ask/lane.h"

#include "core/base/thread_team.h"

#include <pthread.h>

namespace latent {

Lane::~Lane() {
    m_thread.request_stop();
}

void Lane::start(Work work, int priority) {
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_thread.joinable()) m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
        m_waiting.emplace(priority, std::move(work));
    }
    m_changed.notify_all();
}

void Lane::finish() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_waiting.empty() && !m_busy; });
}

void Lane::run(const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), m_pace == Pace::Long ? kLongName : kFastName);
    if (m_pace == Pace::Long) lowerThreadPriority();
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return !m_waiting.empty(); }) && !stop.stop_requested()) {
        auto next = m_waiting.extract(m_waiting.begin());
        m_busy = true;
        lock.unlock();
        next.mapped()();
        next = {}; // frees what the work held, a data set perhaps, without holding others up
        lock.lock();
        m_busy = false;
        m_changed.notify_all();
    }
}

} // namespace latent
