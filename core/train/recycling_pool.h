// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>
#include <vector>

namespace latent {

/// How many spares of so many bytes a pool should keep: one of large objects, whose memory others need more.
constexpr std::size_t sparesOf(std::uint64_t bytes) {
    constexpr std::uint64_t kSpareBytes = 16 << 20;
    constexpr std::uint64_t kMostSpares = 4;
    return static_cast<std::size_t>(
        std::clamp<std::uint64_t>(kSpareBytes / std::max<std::uint64_t>(bytes, 1), 1, kMostSpares));
}

/// Hands out objects that are shared between threads and takes them back when the last of their owners lets
/// go, so that large ones need not be allocated again and again: fresh memory costs the system far more than
/// what is copied into it. Any thread may let go, also after the pool is gone.
template <class T>
class RecyclingPool {
  public:
    /// strip: takes from an object that comes back what it should not keep meanwhile. Keeps so many spares.
    explicit RecyclingPool(
        void (*strip)(T&) = [](T&) {}, std::size_t spares = 1)
        : m_strip(strip)
        , m_shelf(std::make_shared<Shelf>(spares)) {}

    /// An object that nobody else has: a new one, or one as its last owners left it.
    std::shared_ptr<T> take() {
        std::shared_ptr<T> spare = takeSpare();
        return spare ? spare : owned(std::make_unique<T>());
    }

    /// Waits until there is one that has come back, at most so long and not once stopped.
    void awaitSpare(std::chrono::milliseconds patience, const std::stop_token& stop) {
        std::unique_lock lock(m_shelf->mutex);
        m_shelf->returned.wait_for(lock, stop, patience, [this] { return !m_shelf->spares.empty(); });
    }

    /// One that has come back; null: none has.
    std::shared_ptr<T> takeSpare() {
        std::unique_ptr<T> spare;
        {
            const std::scoped_lock lock(m_shelf->mutex);
            if (!m_shelf->spares.empty()) {
                spare = std::move(m_shelf->spares.back());
                m_shelf->spares.pop_back();
            }
        }
        return spare ? owned(std::move(spare)) : nullptr;
    }

  private:
    std::shared_ptr<T> owned(std::unique_ptr<T> object) {
        return {object.release(), [shelf = std::weak_ptr<Shelf>(m_shelf), strip = m_strip](T* returned) {
                    std::unique_ptr<T> back(returned);
                    const std::shared_ptr<Shelf> open = shelf.lock();
                    if (!open) return;
                    strip(*back);
                    const std::scoped_lock lock(open->mutex);
                    if (open->spares.size() < open->most) open->spares.push_back(std::move(back));
                    open->returned.notify_one();
                }};
    }

    struct Shelf {
        explicit Shelf(std::size_t room)
            : most(room) {
            spares.reserve(room); // letting go allocates nothing
        }
        const std::size_t most;
        std::mutex mutex;
        std::condition_variable_any returned;
        std::vector<std::unique_ptr<T>> spares; // guarded by the mutex
    };
    void (*m_strip)(T&);
    std::shared_ptr<Shelf> m_shelf;
};

} // namespace latent
