// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/simd/turn.h"
#include "core/nn/simd/vector.h"

namespace latent::simd {
namespace {

constexpr Index kTermsAhead = 32; // of a left factor whose terms lie apart

/// What a tile asks the memory for while it multiplies: three places, each further on with every term. They
/// are addresses, since they may lie beyond their arrays, where no pointer may point.
struct Prefetch {
    std::uintptr_t at[3]{};
    std::uintptr_t step = 0; // 0: nothing

    void next() {
#pragma GCC unroll 3
        for (std::uintptr_t& address : at) {
            __builtin_prefetch(reinterpret_cast<const void*>(address), 0, 2);
            address += step;
        }
    }
};

template <class S>
inline std::uintptr_t addressOf(const S* from, Index ahead) {
    return reinterpret_cast<std::uintptr_t>(from) + static_cast<std::uintptr_t>(ahead) * sizeof(S);
}

/// For the tile at (row, column), of the given sides. The processor foresees long runs by itself, but
/// neither terms that lie a page apart, nor rows that end after some lines, nor what comes after the product.
template <class S>
inline Prefetch prefetchOf(const Product<S>& p, Index row, Index column, Index rows, Index columns) {
    Prefetch wanted;
    const Index turns = turnsOf(p);
    const Index terms = turns * p.terms;
    if (terms == 0) return wanted;
    const auto inSteps = [&](Index scalars) {
        wanted.step = static_cast<std::uintptr_t>((scalars + terms - 1) / terms) * sizeof(S);
    };
    if (p.next[0] != nullptr) { // each tile its share
        for (int i = 0; i < 3; ++i) wanted.at[i] = addressOf(p.next[i], row * p.columns + column * rows);
        inSteps(rows * columns);
        return wanted;
    }
    if (turns > 1) return wanted; // what lies in loops is small: a window's weights, a batch's activations
    if (p.leftTermStride > kLaneGroup) {
        wanted.at[0] = addressOf(p.left + row * p.leftRowStride, kTermsAhead * p.leftTermStride);
        wanted.at[1] = wanted.at[0] + static_cast<std::uintptr_t>(rows - 1) * sizeof(S);
        wanted.at[2] = wanted.at[0];
        inSteps(p.leftTermStride * p.terms);
    } else if (p.leftTermStride == 1 &&
               p.leftRowStride == p.terms) { // the tiles of a row share the next rows
        const Index part = rows * p.terms * columns / p.columns / 3;
        const Index first = (row + rows) * p.terms + column / columns * columns * rows * p.terms / p.columns;
        for (int i = 0; i < 3; ++i) wanted.at[i] = addressOf(p.left, first + i * part);
        inSteps(part);
    }
    return wanted;
}

} // namespace
} // namespace latent::simd
