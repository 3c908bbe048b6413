// SPDX-License-Identifier: GPL-3.0-or-later
// Part of kernels_of.h. It is compiled several times, so everything in it has internal linkage and it calls
// no external inline functions: the linker would keep one copy of them, for any of the instruction sets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace latent::simd {
namespace {

#if defined(__AVX512F__)
constexpr int kVectorBytes = 64;
constexpr int kTileRows = 12; // of the 32 registers: 24 sums, 2 of the right factor, 1 or 2 of the left
#elif defined(__AVX__)
constexpr int kVectorBytes = 32;
constexpr int kTileRows = 6; // of the 16 registers: 12 sums, 2 and 1 or 2
#else
constexpr int kVectorBytes = 16;
constexpr int kTileRows = 6;
#endif

template <class S>
struct VectorTypes;
template <>
struct VectorTypes<float> {
    typedef float Values __attribute__((vector_size(kVectorBytes)));
    typedef std::int32_t Bits __attribute__((vector_size(kVectorBytes)));
};
template <>
struct VectorTypes<double> {
    typedef double Values __attribute__((vector_size(kVectorBytes)));
    typedef std::int64_t Bits __attribute__((vector_size(kVectorBytes)));
};

template <class S>
using Values = typename VectorTypes<S>::Values;
template <class S>
using Bits = typename VectorTypes<S>::Bits;
template <class S>
constexpr int kLanes = kVectorBytes / static_cast<int>(sizeof(S));

template <class S>
inline Values<S> load(const S* from) {
    Values<S> v;
    __builtin_memcpy(&v, from, sizeof v);
    return v;
}
template <class S>
inline void store(S* to, Values<S> v) {
    __builtin_memcpy(to, &v, sizeof v);
}
template <class S>
inline Values<S> broadcast(S value) {
    return value - Values<S>{};
}

// a0 b0 a1 b1 … of the lower (HIGH = 0) or upper halves of a and b.
template <class S, int HIGH, std::size_t... LANE>
inline Values<S> interleave(Values<S> a, Values<S> b, std::index_sequence<LANE...>) {
    constexpr int n = kLanes<S>;
    return __builtin_shufflevector(a, b,
                                   (static_cast<int>(LANE) / 2 + HIGH * n / 2 + (LANE % 2 == 0 ? 0 : n))...);
}

} // namespace
} // namespace latent::simd
