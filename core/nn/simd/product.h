// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/simd/prefetch.h"
#include "core/nn/simd/turn.h"
#include "core/nn/simd/vector.h"

namespace latent::simd {
namespace {

constexpr int kWideRow = 4; // vectors in the tile of a single row: enough sums to hide the latency of one

// ROWS × (VECTORS · lanes) sums in registers. The right factor is read as vectors, the left one a number at a
// time: neither needs packing, and each sum runs over the terms in order, whatever the tile. Adds the squares
// of the sums to `squares` unless it is null.
template <class S, int ROWS, int VECTORS>
inline void tile(const Product<S>& p, Index row, Index column, S* result, Index resultStride,
                 Values<S>* squares) {
    constexpr int kWide = kLanes<S>;
    Values<S> sum[ROWS][VECTORS];
#pragma GCC unroll 16
    for (int r = 0; r < ROWS; ++r) {
        const Values<S> start = p.bias ? broadcast(p.bias[row + r]) : Values<S>{};
#pragma GCC unroll 4
        for (int v = 0; v < VECTORS; ++v) sum[r][v] = start;
    }
    Prefetch<S, ROWS> ahead = prefetchOf<S, ROWS>(p, row, column, VECTORS * kWide);
    Turn<S> turn(p);
    for (Index turns = turnsOf(p); turns > 0; --turns, turn.next()) {
        const S* left = p.left + row * p.leftRowStride + turn.leftOffset();
        const S* right = p.right + column + turn.rightOffset();
        const auto addTerm = [&] {
            Values<S> x[VECTORS];
#pragma GCC unroll 4
            for (int v = 0; v < VECTORS; ++v) x[v] = load(right + v * kWide);
#pragma GCC unroll 16
            for (int r = 0; r < ROWS; ++r) {
                const S factor = left[r * p.leftRowStride];
#pragma GCC unroll 4
                for (int v = 0; v < VECTORS; ++v) sum[r][v] += factor * x[v];
            }
            left += p.leftTermStride;
            right += p.rightStride;
        };
        for (Index pairs = p.terms / 2; pairs > 0; --pairs) {
            ahead.next();
            addTerm();
            addTerm();
        }
        if (p.terms % 2 != 0) addTerm();
    }
#pragma GCC unroll 16
    for (int r = 0; r < ROWS; ++r) {
#pragma GCC unroll 4
        for (int v = 0; v < VECTORS; ++v) store(result + r * resultStride + v * kWide, sum[r][v]);
    }
    if (squares == nullptr) return;
    Values<S> added[VECTORS]{};
#pragma GCC unroll 16
    for (int r = 0; r < ROWS; ++r) {
#pragma GCC unroll 4
        for (int v = 0; v < VECTORS; ++v) added[v] += sum[r][v] * sum[r][v];
    }
#pragma GCC unroll 4
    for (int v = 0; v < VECTORS; ++v) *squares += added[v];
}

// A last, narrow column of tiles: computed in full, stored in part.
template <class S, int ROWS>
inline void narrowTile(const Product<S>& p, Index row, Index column, Values<S>* squares) {
    constexpr int kWide = kLanes<S>;
    S whole[ROWS * kWide];
    tile<S, ROWS, 1>(p, row, column, whole, kWide, nullptr);
    for (int r = 0; r < ROWS; ++r) {
        for (Index c = 0; c < p.columns - column; ++c) {
            const S sum = whole[r * kWide + c];
            p.result[(row + r) * p.resultStride + column + c] = sum;
            if (squares != nullptr) (*squares)[c] += sum * sum;
        }
    }
}

template <class S, int ROWS>
inline void tileAt(const Product<S>& p, Index row, Index column, int vectors, Values<S>* squares) {
    S* const result = p.result + row * p.resultStride + column;
    if (vectors == kWideRow)
        tile<S, ROWS, ROWS == 1 ? kWideRow : 2>(p, row, column, result, p.resultStride, squares);
    else if (vectors == 2)
        tile<S, ROWS, 2>(p, row, column, result, p.resultStride, squares);
    else if (vectors == 1)
        tile<S, ROWS, 1>(p, row, column, result, p.resultStride, squares);
    else
        narrowTile<S, ROWS>(p, row, column, squares);
}

// Rows in the outer loop, columns in the inner one: the left factor, usually weights, is read once.
template <class S, int ROWS>
inline void tilesOfRows(const Product<S>& p, Index row, Values<S>* squares) {
    constexpr Index kWide = kLanes<S>;
    for (Index column = 0; column < p.columns;) {
        const Index left = p.columns - column;
        const int vectors = ROWS == 1 && left >= kWideRow * kWide ? kWideRow
                            : left >= 2 * kWide                   ? 2
                            : left >= kWide                       ? 1
                                                                  : 0;
        tileAt<S, ROWS>(p, row, column, vectors, squares);
        column += (vectors > 0 ? vectors : 1) * kWide;
    }
}

template <class S>
void product(const Product<S>& p) {
    Values<S> sums{};
    Values<S>* const squares = p.squares != nullptr ? &sums : nullptr;
    Index row = 0;
    for (; row + kTileRows <= p.rows; row += kTileRows) tilesOfRows<S, kTileRows>(p, row, squares);
    if constexpr (kTileRows > 8) {
        for (; row + 8 <= p.rows; row += 8) tilesOfRows<S, 8>(p, row, squares);
    }
    for (; row + 4 <= p.rows; row += 4) tilesOfRows<S, 4>(p, row, squares);
    for (; row < p.rows; ++row) tilesOfRows<S, 1>(p, row, squares);
    if (p.squares == nullptr) return;
    *p.squares = 0;
    for (int lane = 0; lane < kLanes<S>; ++lane) *p.squares += sums[lane];
}

} // namespace
} // namespace latent::simd
