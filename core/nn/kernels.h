// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"
#include "core/nn/activation.h"

#include <vector>

namespace latent {

/// Rows of engine matrices are padded to whole groups of this many scalars, so that kernels may read (and, in
/// activations, write) the rest of the last group.
inline constexpr Index kLaneGroup = 16;

inline Index paddedToLanes(Index count) {
    return (count + kLaneGroup - 1) / kLaneGroup * kLaneGroup;
}
/// The distance between padded rows: an odd number of cache lines, since rows a power of two apart would
/// compete for few lines of the first-level cache.
inline Index paddedStride(Index count) {
    const Index groups = paddedToLanes(count) / kLaneGroup;
    return (groups % 2 == 0 ? groups + 1 : groups) * kLaneGroup;
}

/// A repetition of a product's terms: how often, and the strides of its factors.
struct TermLoop {
    Index count = 1;
    Index leftStride = 0;
    Index rightStride = 0;
};

/// Three memory ranges of `count` scalars each.
template <class S>
struct Runs {
    const S* begin[3]{};
    Index count = 0; // 0: none

    /// One range, divided into thirds.
    static Runs of(const S* begin, Index count) {
        const Index third = count / 3;
        return {{begin, begin + third, begin + 2 * third}, third};
    }
};

/// result [rows, columns] = left [rows, terms] · right [terms, columns] + bias [rows]. Three loops around the
/// innermost one can repeat the terms: over a convolution's window, and over the shards of a batch.
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
    const S* right = nullptr; // row by row, readable to the end of the last lane group
    Index rightStride = 0;
    S* result = nullptr; // row by row
    Index resultStride = 0;
    const S* bias = nullptr; // null: none
    S* squares = nullptr;    // overwritten with the sum of the result's squares; null: not needed
    Runs<S> next{};          // read after the product, so prefetched meanwhile
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
    S* average = nullptr; // moves towards the new weights by averageShare; null: none
    S averageShare = 0;
    /// Writes weights to memory past the caches: a core that reads them next gets them sooner from memory
    /// than from the cache of the core that wrote them.
    bool pastCaches = false;
};

/// What a pixel adds to the reconstruction loss, as a function of the logit l:
enum class PixelTerm {
    Bernoulli,           // max(l, 0) − l·x + ln (1 + exp(−|l|))
    ContinuousBernoulli, // the same minus the logarithm of the density's constant, l / tanh(l/2)
    SquaredError         // (sigmoid(l) − x)², the basis of a Gaussian's nats
};

/// The sum of a term over all features, for each column. Stored by feature: target and logits [features,
/// columns] with the same stride, whole lane groups of columns.
template <class S>
struct ReconstructionStep {
    PixelTerm term = PixelTerm::Bernoulli;
    const S* target = nullptr;
    S* logits = nullptr;
    Index features = 0;
    Index columns = 0;
    Index stride = 0;
    bool gradient = false; // whether to overwrite the logits with scale times the sum's gradient
    S scale = 1;
    double* nats = nullptr; // the sums [columns, to the end of the last lane group], overwritten
};

/// Stored by feature [rows, columns], whole lane groups of columns; see activation.h.
template <class S>
struct ActivationStep {
    Activation kind = Activation::Relu;
    Index rows = 0;
    Index columns = 0;
    S* values = nullptr; // overwritten by the forward pass, read by the backward pass
    Index valuesStride = 0;
    S* slopes = nullptr; // may be null if keepsSlopes() is false
    Index slopesStride = 0;
    S* gradient = nullptr; // backward pass only: overwritten
    Index gradientStride = 0;
};

/// The engine's hot functions for one instruction set. Results of one set are the same to the bit whatever
/// the sizes of neighbours; those of different sets differ in their last bits.
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

/// The kernels that this processor can run, slowest first.
template <class S>
std::vector<Kernels<S>> supportedKernels();
/// The fastest kernels that this processor can run.
template <class S>
const Kernels<S>& kernels();

extern template std::vector<Kernels<float>> supportedKernels<float>();
extern template std::vector<Kernels<double>> supportedKernels<double>();
extern template const Kernels<float>& kernels<float>();
extern template const Kernels<double>& kernels<double>();

} // namespace latent
