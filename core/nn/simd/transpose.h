// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/simd/vector.h"

namespace latent::simd {
namespace {

// A square of lanes × lanes: log₂(lanes) rounds, each of which interleaves the first half of the rows with
// the second like a perfect shuffle of cards; after as many rounds as an index has bits, rows are columns.
template <class S>
inline void transposeSquare(const S* from, Index fromStride, S* to, Index toStride) {
    constexpr int n = kLanes<S>;
    constexpr std::make_index_sequence<n> lanes;
    Values<S> a[n];
    Values<S> b[n];
#pragma GCC unroll 16
    for (int i = 0; i < n; ++i) a[i] = load(from + i * fromStride);
#pragma GCC unroll 4
    for (int round = 1; round < n; round *= 2) {
#pragma GCC unroll 8
        for (int i = 0; i < n / 2; ++i) {
            b[2 * i] = interleave<S, 0>(a[i], a[i + n / 2], lanes);
            b[2 * i + 1] = interleave<S, 1>(a[i], a[i + n / 2], lanes);
        }
#pragma GCC unroll 16
        for (int i = 0; i < n; ++i) a[i] = b[i];
    }
#pragma GCC unroll 16
    for (int i = 0; i < n; ++i) store(to + i * toStride, a[i]);
}

template <class S>
void transpose(const S* from, Index fromStride, Index rows, Index columns, S* to, Index toStride) {
    constexpr Index n = kLanes<S>;
    const Index wholeRows = rows / n * n;
    const Index wholeColumns = columns / n * n;
    for (Index j = 0; j < wholeColumns; j += n) {
        for (Index i = 0; i < wholeRows; i += n)
            transposeSquare(from + i * fromStride + j, fromStride, to + j * toStride + i, toStride);
    }
    for (Index i = 0; i < rows; ++i) {
        for (Index j = i < wholeRows ? wholeColumns : 0; j < columns; ++j)
            to[j * toStride + i] = from[i * fromStride + j];
    }
}

} // namespace
} // namespace latent::simd
