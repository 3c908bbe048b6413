// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/work_thread.h"

#include <pthread.h>

namespace latent {

WorkThread::WorkThread()
    : m_thread([this](const std::stop_token& stop) { run(stop); }) {}

WorkThread::~WorkThread() {
    m_thread.request_stop();
}

void WorkThread::start(Work work, int priority) {
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.emplace(priority, std::move(work));
    }
    m_changed.notify_all();
}

void WorkThread::finish() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_waiting.empty() && !m_busy; });
}

void WorkThread::run(const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), kName);
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return !m_waiting.empty(); }) && !stop.stop_requested()) {
        const auto next = m_waiting.extract(m_waiting.begin());
        m_busy = true;
        lock.unlock();
        next.mapped()();
        lock.lock();
        m_busy = false;
        m_changed.notify_all();
    }
}

} // namespace latent
