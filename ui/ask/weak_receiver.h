// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <chrono>
#include <mutex>
#include <new>
#include <thread>

namespace latent {

/// Lets threads post to a QObject that may die at any moment. Shared by the object and the threads.
class WeakReceiver {
  public:
    explicit WeakReceiver(QObject* receiver)
        : m_receiver(receiver) {}

    /// The receiver dies: nothing reaches it any more. On its own thread.
    void close() {
        const std::scoped_lock lock(m_mutex);
        m_receiver = nullptr;
    }

    bool isClosed() {
        const std::scoped_lock lock(m_mutex);
        return m_receiver == nullptr;
    }

    /// Runs `deliver` on the receiver's thread soon, if it is still alive then. Throws nothing: where there
    /// is no memory for the event it waits for some, since somebody waits for the answer.
    template <class Deliver>
    void post(const Deliver& deliver) noexcept {
        constexpr std::chrono::milliseconds kRetryInterval{50};
        while (!tryPost(deliver)) std::this_thread::sleep_for(kRetryInterval);
    }

  private:
    template <class Deliver>
    bool tryPost(const Deliver& deliver) noexcept {
        try {
            const std::scoped_lock lock(m_mutex);
            if (m_receiver != nullptr) QMetaObject::invokeMethod(m_receiver, deliver, Qt::QueuedConnection);
            return true;
        } catch (const std::bad_alloc&) {
            return false;
        }
    }

    std::mutex m_mutex;
    QObject* m_receiver;
};

} // namespace latent
