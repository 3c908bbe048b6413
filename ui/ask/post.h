// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <new>
#include <thread>

namespace latent {

/// Runs `deliver` on the receiver's thread, soon. For worker threads: throws nothing. Where there is no
/// memory for the event it waits for some, since an answer that never comes would be waited for in vain.
template <class Deliver>
void post(QObject* receiver, const Deliver& deliver) noexcept {
    for (;;) {
        try {
            QMetaObject::invokeMethod(receiver, deliver, Qt::QueuedConnection);
            return;
        } catch (const std::bad_alloc&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }
}

} // namespace latent
