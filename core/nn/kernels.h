// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"

#include <vector>

namespace latent {

/// Rows of engine matrices are padded to whole groups of this many scalars, so that kernels may read (and,
/// in activations, write) the rest of the last group.
inline constexpr Index kLaneGroup = 16;

inline Index paddedToLanes(Index count) {
    return (count + kLaneGroup - 1) / kLaneGroup * kLaneGroup;
}
/// The distance between padded rows: an odd number of cache lines, since rows a power of two apart would
/// share few lines of the first-level cache.
inline Index paddedStride(Index count) {
    const Index groups = paddedToLanes(count) / kLaneGroup;
    return (groups % 2 == 0 ? groups + 1 : groups) * kLaneGroup;
}

/// result [rows, columns] = left [rows, terms] · right [terms, columns] + bias [rows].
template <class S>
struct Product {
    Index rows = 0;
    Index columns = 0;
    Index terms = 0;
    const S* left = nullptr; // element (row, term) at row · leftRowStride + term · leftTermStride
    Index leftRowStride = 0;
    Index leftTermStride = 0;
    const S* right = nullptr; // by rows, readable to the end of the last lane group
    Index rightStride = 0;
    S* result = nullptr; // by rows
    Index resultStride = 0;
    const S* bias = nullptr; // null: none
};

/// One step of Adam over `count` scalars; see Adam for the formula.
template <class S>
struct AdamStep {
    S* weights = nullptr;
    const S* gradient = nullptr;
    S* firstMoment = nullptr;
    S* secondMoment = nullptr;
    Index count = 0;
    S beta1 = 0;
    S beta2 = 0;
    S epsilon = 0;
    S rate = 0;        // lr / (1 − β₁ᵗ)
    S secondScale = 0; // 1 / √(1 − β₂ᵗ)
};

/// −log p(x|z) of a Bernoulli decoder in its stable form, max(l, 0) − l·x + log(1 + exp(−|l|)), by features:
/// target and logits [features, columns] with one stride, whole lane groups of columns.
template <class S>
struct BernoulliStep {
    const S* target = nullptr;
    S* logits = nullptr;
    Index features = 0;
    Index columns = 0;
    Index stride = 0;
    bool gradient = false; // whether logits become scale · (sigmoid(l) − x)
    S scale = 1;
    double* nats = nullptr; // [columns, to the end of the last lane group], overwritten
};

/// What the engine spends its time in, for one instruction set. Results of one set are the same to the bit
/// whatever the sizes of neighbours; those of different sets differ in their last bits.
template <class S>
struct Kernels {
    const char* name; // "AVX-512"
    void (*product)(const Product<S>&);
    /// to(j, i) = from(i, j) for i < rows, j < columns; both by rows.
    void (*transpose)(const S* from, Index fromStride, Index rows, Index columns, S* to, Index toStride);
    void (*adam)(const AdamStep<S>&);
    void (*bernoulli)(const BernoulliStep<S>&);
};

/// Those that this processor can run, slowest first.
template <class S>
std::vector<Kernels<S>> supportedKernels();
/// The fastest of them.
template <class S>
const Kernels<S>& kernels();

extern template std::vector<Kernels<float>> supportedKernels<float>();
extern template std::vector<Kernels<double>> supportedKernels<double>();
extern template const Kernels<float>& kernels<float>();
extern template const Kernels<double>& kernels<double>();

} // namespace latent
