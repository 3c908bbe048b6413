// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/simd/turn.h"
#include "core/nn/simd/vector.h"

namespace latent::simd {
namespace {

constexpr Index kTermsAhead = 32; // for a left factor whose terms are not contiguous

/// What a tile of ROWS rows prefetches while it multiplies, with every second term. Stored as integers, since
/// the addresses may lie beyond their arrays, where no pointer may point.
template <class S, int ROWS>
struct Prefetch {
    std::uintptr_t term = 0;     // the left factor's term kTermsAhead from here; 0: none
    std::uintptr_t termStep = 0; // bytes to the next term
    std::uintptr_t run[3]{};     // the three ranges to prefetch
    std::uintptr_t runStep = 0;  // bytes per two terms; 0: nothing to prefetch

    void next() {
        if (term != 0) {
            constexpr std::uintptr_t kLast = (ROWS - 1) * sizeof(S); // may lie in the next cache line
            __builtin_prefetch(reinterpret_cast<const void*>(term), 0, 3);
            __builtin_prefetch(reinterpret_cast<const void*>(term + kLast), 0, 3);
            __builtin_prefetch(reinterpret_cast<const void*>(term + termStep), 0, 3);
            __builtin_prefetch(reinterpret_cast<const void*>(term + termStep + kLast), 0, 3);
            term += 2 * termStep;
        }
        if (runStep != 0) {
#pragma GCC unroll 3
            for (std::uintptr_t& address : run) {
                __builtin_prefetch(reinterpret_cast<const void*>(address), 0, 2);
                address += runStep;
            }
        }
    }
};

/// For the tile at (row, column), `columns` wide. The processor anticipates long sequential runs by itself,
/// but not terms a page apart, rows that end after a few lines, or data used after the product.
template <class S, int ROWS>
inline Prefetch<S, ROWS> prefetchOf(const Product<S>& p, Index row, Index column, Index columns) {
    Prefetch<S, ROWS> made;
    const Index turns = turnsOf(p);
    const Index terms = turns * p.terms;
    if (terms == 0) return made;
    // This tile's share of three ranges of `count` scalars, starting at `index` of `all` results.
    const auto ask = [&](const std::uintptr_t(&begin)[3], Index count, Index index, Index all) {
        const Index share = (count * ROWS * columns + all - 1) / all;
        made.runStep = static_cast<std::uintptr_t>((2 * share + terms - 1) / terms) * sizeof(S);
        for (int i = 0; i < 3; ++i)
            made.run[i] = begin[i] + static_cast<std::uintptr_t>(count * index / all) * sizeof(S);
    };
    const auto addressOf = [](const S* from, Index ahead = 0) {
        return reinterpret_cast<std::uintptr_t>(from) + static_cast<std::uintptr_t>(ahead) * sizeof(S);
    };
    const bool prefetchesNext = p.next.count > 0;
    if (prefetchesNext) {
        ask({addressOf(p.next.begin[0]), addressOf(p.next.begin[1]), addressOf(p.next.begin[2])},
            p.next.count, row * p.columns + column * ROWS, p.rows * p.columns);
    }
    if (turns > 1) return made; // data in loops are small: a window's weights, a batch's activations
    if (p.leftTermStride > kLaneGroup) {
        made.term = addressOf(p.left + row * p.leftRowStride, kTermsAhead * p.leftTermStride);
        made.termStep = static_cast<std::uintptr_t>(p.leftTermStride) * sizeof(S);
    } else if (!prefetchesNext && p.leftTermStride == 1 && p.leftRowStride == p.terms) {
        // The tiles of a row share prefetching of the next rows.
        const Index first = (row + ROWS) * p.terms, third = ROWS * p.terms / 3;
        ask({addressOf(p.left, first), addressOf(p.left, first + third),
             addressOf(p.left, first + 2 * third)},
            third, column * ROWS, p.columns * ROWS);
    }
    return made;
}

} // namespace
} // namespace latent::simd
