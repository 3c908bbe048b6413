// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"
#include "core/nn/activation.h"

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

/// A repetition of a product's terms: how often, and how far apart its factors lie.
struct TermLoop {
    Index count = 1;
    Index leftStride = 0;
    Index rightStride = 0;
};

/// Three runs of memory, `count` scalars each.
template <class S>
struct Runs {
    const S* begin[3]{};
    Index count = 0; // 0: none

    /// One run, in thirds.
    static Runs of(const S* begin, Index count) {
        const Index third = count / 3;
        return {{begin, begin + third, begin + 2 * third}, third};
    }
};

/// result [rows, columns] = left [rows, terms] · right [terms, columns] + bias [rows]. The terms may lie in
/// three loops around the innermost one: over a convolution's window, and over the shards of a batch.
template <class S>
struct Product {
    Index rows = 0;
    Index columns = 0;
    Index terms = 0;
    TermLoop outer{};
    TermLoop middle{};
    TermLoop inner{};
    const S* left = nullptr; // element (row, term) at row · leftRowStride + term · leftTermStride
    Index leftRowStride = 0;
    Index leftTermStride = 0;
    const S* right = nullptr; // by rows, readable to the end of the last lane group
    Index rightStride = 0;
    S* result = nullptr; // by rows
    Index resultStride = 0;
    const S* bias = nullptr; // null: none
    S* squares = nullptr;    // overwritten with the sum of the result's squares; null: not wanted
    Runs<S> next{};          // read after the product: asked for from memory meanwhile
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
    S gradientScale = 1;
    S* average = nullptr; // goes the share of the way to the new weights; null: none
    S averageShare = 0;
    /// Weights go to memory past the caches. A core that reads them next has them sooner from there than from
    /// the cache of the core that has just written them.
    bool pastCaches = false;
};

/// What a pixel adds to a reconstruction's loss, from the logit l:
enum class PixelTerm {
    Bernoulli,           // max(l, 0) − l·x + ln (1 + exp(−|l|))
    ContinuousBernoulli, // that less the logarithm of the density's constant, l / tanh(l/2)
    SquaredError         // (sigmoid(l) − x)², of which a Gaussian's nats are made
};

/// The sum of a term over all features, for each column. By features: target and logits [features, columns]
/// with one stride, whole lane groups of columns.
template <class S>
struct ReconstructionStep {
    PixelTerm term = PixelTerm::Bernoulli;
    const S* target = nullptr;
    S* logits = nullptr;
    Index features = 0;
    Index columns = 0;
    Index stride = 0;
    bool gradient = false; // whether logits become scale times the sum's gradient
    S scale = 1;
    double* nats = nullptr; // the sums [columns, to the end of the last lane group], overwritten
};

/// By features [rows, columns], whole lane groups of columns; see activation.h.
template <class S>
struct ActivationStep {
    Activation kind = Activation::Relu;
    Index rows = 0;
    Index columns = 0;
    S* values = nullptr; // forward overwrites them, backward reads what forward left
    Index valuesStride = 0;
    S* slopes = nullptr; // may be null where keepsSlopes() is false
    Index slopesStride = 0;
    S* gradient = nullptr; // backward only: overwritten
    Index gradientStride = 0;
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
    void (*reconstruction)(const ReconstructionStep<S>&);
    void (*activate)(const ActivationStep<S>&);
    void (*activateBackward)(const ActivationStep<S>&);
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
