// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace latent {

/// Hands out objects that are shared between threads and takes them back when the last of their owners lets
/// go, so that large ones need not be allocated again and again: fresh memory costs the system far more than
/// what is copied into it. Keeps one spare. Any thread may let go, also after the pool is gone.
template <class T>
class RecyclingPool {
  public:
    /// tidy: what is done to an object that comes back, before it waits for its next owners.
    explicit RecyclingPool(void (*tidy)(T&) = [](T&) {})
        : m_tidy(tidy) {}

    /// An object that nobody else has: a new one, or one as its last owners left it.
    std::shared_ptr<T> take() {
        std::unique_ptr<T> object;
        {
            const std::scoped_lock lock(m_shelf->mutex);
            object = std::move(m_shelf->spare);
        }
        if (!object) object = std::make_unique<T>();
        return {object.release(), [shelf = std::weak_ptr<Shelf>(m_shelf), tidy = m_tidy](T* returned) {
                    std::unique_ptr<T> back(returned);
                    const std::shared_ptr<Shelf> open = shelf.lock();
                    if (!open) return;
                    tidy(*back);
                    const std::scoped_lock lock(open->mutex);
                    if (!open->spare) open->spare = std::move(back);
                }};
    }

  private:
    struct Shelf {
        std::mutex mutex;
        std::unique_ptr<T> spare;
    };
    void (*m_tidy)(T&);
    std::shared_ptr<Shelf> m_shelf = std::make_shared<Shelf>();
};

} // namespace latent
