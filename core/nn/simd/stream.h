// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/simd/vector.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace latent::simd {
namespace {

/// Stores a vector at an address that is a multiple of its size, past the caches if the processor can.
template <class S>
inline void stream(S* to, Values<S> v) {
#if defined(__AVX512F__)
    _mm512_stream_si512(reinterpret_cast<__m512i*>(to), reinterpret_cast<__m512i>(v));
#elif defined(__AVX__)
    _mm256_stream_si256(reinterpret_cast<__m256i*>(to), reinterpret_cast<__m256i>(v));
#elif defined(__x86_64__)
    _mm_stream_si128(reinterpret_cast<__m128i*>(to), reinterpret_cast<__m128i>(v));
#else
    store(to, v);
#endif
}

/// The number of scalars before the first such address.
template <class S>
inline std::ptrdiff_t unalignedHead(const S* from, std::ptrdiff_t count) {
    std::ptrdiff_t head = 0;
    while (head < count && reinterpret_cast<std::uintptr_t>(from + head) % kVectorBytes != 0) ++head;
    return head;
}

/// Call before telling other threads about streamed data: streaming stores are not ordered with other writes.
inline void finishStreams() {
#if defined(__x86_64__)
    _mm_sfence();
#endif
}

} // namespace
} // namespace latent::simd
