// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

// For one source of a test's program: takes the place of the library's operator new.
namespace latent::testing {

/// While it lives, the so many-th allocation fails, counted over all threads; those after it succeed.
class AllocationFailure {
  public:
    explicit AllocationFailure(int nth) { s_left = nth; }
    ~AllocationFailure() { s_left = 0; }

    static bool isNow() { return s_left > 0 && s_left.fetch_sub(1) == 1; }

  private:
    static inline std::atomic<int> s_left = 0;
};

/// While it lives, nobody gets so many bytes at once, on any thread.
class MemoryLimit {
  public:
    explicit MemoryLimit(std::size_t bytes) { s_refused = bytes; }
    ~MemoryLimit() { s_refused = kNone; }

    static void* given(std::size_t bytes, std::size_t border = alignof(std::max_align_t)) {
        if (bytes >= s_refused || AllocationFailure::isNow()) throw std::bad_alloc();
        void* const memory = std::aligned_alloc(border, (bytes + border) / border * border);
        if (memory == nullptr) throw std::bad_alloc();
        return memory;
    }

  private:
    static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
    static inline std::atomic<std::size_t> s_refused = kNone;
};

} // namespace latent::testing

void* operator new(std::size_t bytes) {
    return latent::testing::MemoryLimit::given(bytes);
}
void* operator new(std::size_t bytes, std::align_val_t border) {
    return latent::testing::MemoryLimit::given(bytes, static_cast<std::size_t>(border));
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { // as sorting takes its buffer
    try {
        return latent::testing::MemoryLimit::given(bytes);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}
