// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace latent {

/// Allocates at multiples of 64 bytes: a cache line, and the widest vector register.
template <class T>
struct CacheLineAllocator {
    using value_type = T;
    static constexpr std::align_val_t kAlignment{64};

    CacheLineAllocator() = default;
    template <class U>
    explicit CacheLineAllocator(const CacheLineAllocator<U>&) {}
    T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kAlignment)); }
    void deallocate(T* memory, std::size_t) noexcept { ::operator delete(memory, kAlignment); }
    bool operator==(const CacheLineAllocator&) const = default;
};

/// All parameters (or gradients, or moments) of a network in one block.
template <class S>
using FlatVector = std::vector<S, CacheLineAllocator<S>>;

} // namespace latent
