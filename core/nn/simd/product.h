// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/simd/prefetch.h"
#include "core/nn/simd/turn.h"
#include "core/nn/simd/vector.h"

namespace latent::simd {
namespace {

constexpr int kWideRow = 4; // vectors of a single row's tile: as many sums as hide the latency of one

// ROWS × (VECTORS · lanes) sums in registers. The right factor is read as vectors, the left one number at a
// time: neither needs packing, and each sum runs over the terms in order, whatever the tile.
template <class S, int ROWS, int VECTORS>
inline void tile(const Product<S>& p, Index row, Index column, S* result, Index resultStride) {
    constexpr int kWide = kLanes<S>;
    Values<S> sum[ROWS][VECTORS];
#pragma GCC unroll 16
    for (int r = 0; r < ROWS; ++r) {
        const Values<S> start = p.bias ? broadcast(p.bias[row + r]) : Values<S>{};
#pragma GCC unroll 4
        for (int v = 0; v < VECTORS; ++v) sum[r][v] = start;
    }
    Prefetch wanted = prefetchOf(p, row, column, ROWS, VECTORS * kWide);
    Turn<S> turn(p);
    for (Index turns = turnsOf(p); turns > 0; --turns, turn.next()) {
        const S* left = p.left + row * p.leftRowStride + turn.leftOffset();
        const S* right = p.right + column + turn.rightOffset();
        for (Index term = 0; term < p.terms; ++term) {
            Values<S> x[VECTORS];
#pragma GCC unroll 4
            for (int v = 0; v < VECTORS; ++v) x[v] = load(right + v * kWide);
#pragma GCC unroll 16
            for (int r = 0; r < ROWS; ++r) {
                const S factor = left[r * p.leftRowStride];
#pragma GCC unroll 4
                for (int v = 0; v < VECTORS; ++v) sum[r][v] += factor * x[v];
            }
            if (wanted.step != 0) wanted.next();
            left += p.leftTermStride;
            right += p.rightStride;
        }
    }
#pragma GCC unroll 16
    for (int r = 0; r < ROWS; ++r) {
#pragma GCC unroll 4
        for (int v = 0; v < VECTORS; ++v) store(result + r * resultStride + v * kWide, sum[r][v]);
    }
}

// A last, narrow column of tiles: computed in full, kept in part.
template <class S, int ROWS>
inline void narrowTile(const Product<S>& p, Index row, Index column) {
    constexpr int kWide = kLanes<S>;
    S whole[ROWS * kWide];
    tile<S, ROWS, 1>(p, row, column, whole, kWide);
    for (int r = 0; r < ROWS; ++r) {
        for (Index c = 0; c < p.columns - column; ++c)
            p.result[(row + r) * p.resultStride + column + c] = whole[r * kWide + c];
    }
}

template <class S, int ROWS>
inline void tileAt(const Product<S>& p, Index row, Index column, int vectors) {
    S* const result = p.result + row * p.resultStride + column;
    if (vectors == kWideRow)
        tile<S, ROWS, ROWS == 1 ? kWideRow : 2>(p, row, column, result, p.resultStride);
    else if (vectors == 2)
        tile<S, ROWS, 2>(p, row, column, result, p.resultStride);
    else if (vectors == 1)
        tile<S, ROWS, 1>(p, row, column, result, p.resultStride);
    else
        narrowTile<S, ROWS>(p, row, column);
}

// Rows outside, columns inside: the left factor, which are weights as a rule, is read once.
template <class S, int ROWS>
inline void tilesOfRows(const Product<S>& p, Index row) {
    constexpr Index kWide = kLanes<S>;
    for (Index column = 0; column < p.columns;) {
        const Index left = p.columns - column;
        const int vectors = ROWS == 1 && left >= kWideRow * kWide ? kWideRow
                            : left >= 2 * kWide                   ? 2
                            : left >= kWide                       ? 1
                                                                  : 0;
        tileAt<S, ROWS>(p, row, column, vectors);
        column += (vectors > 0 ? vectors : 1) * kWide;
    }
}

template <class S>
void product(const Product<S>& p) {
    Index row = 0;
    for (; row + kTileRows <= p.rows; row += kTileRows) tilesOfRows<S, kTileRows>(p, row);
    if constexpr (kTileRows > 8) {
        for (; row + 8 <= p.rows; row += 8) tilesOfRows<S, 8>(p, row);
    }
    for (; row + 4 <= p.rows; row += 4) tilesOfRows<S, 4>(p, row);
    for (; row < p.rows; ++row) tilesOfRows<S, 1>(p, row);
}

} // namespace
} // namespace latent::simd
