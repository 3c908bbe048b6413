// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model.h"

#include <chrono>
#include <cstdint>
#include <memory>

namespace latent {

/// Losses in nats an image: sums over pixels and dimensions, means over images.
struct LossTerms {
    double reconstruction = 0; // −log p(x|z)
    double kl = 0;             // not weighted
    double total = 0;          // reconstruction + β·kl

    static LossTerms of(double reconstruction, double kl, float beta) {
        return {reconstruction, kl, reconstruction + static_cast<double>(beta) * kl};
    }
};

/// A unit is active if Var_x(E[z|x]) is above this (Burda, Grosse and Salakhutdinov 2016, section 4).
inline constexpr float kActiveVariance = 0.01F;

/// What q(z|x) looks like over many images, one entry a dimension.
struct PosteriorStatistics {
    Vector kl;     // mean KL, nats
    Vector sigma;  // mean of exp(s/2)
    Vector mean;   // mean of m
    Vector spread; // standard deviation of m

    bool empty() const { return kl.size() == 0; }
    bool allFinite() const {
        return kl.allFinite() && sigma.allFinite() && mean.allFinite() && spread.allFinite();
    }
    float sigmaMean() const { return empty() ? 0 : sigma.mean(); }
    float spreadMean() const { return empty() ? 0 : spread.mean(); }
    /// Whether its means vary by more than kActiveVariance.
    bool isActive(int dimension) const { return spread[dimension] * spread[dimension] > kActiveVariance; }
    int activeUnits() const {
        return empty() ? 0 : static_cast<int>((spread.array().square() > kActiveVariance).count());
    }
};

/// The model at one moment of its training, and where it puts every image. Immutable; shared between threads.
struct Snapshot {
    Model model;
    std::int64_t step = 0;
    double epoch = 0; // 2.5: half way through the third
    std::chrono::steady_clock::time_point taken{};
    std::shared_ptr<const Matrix>
        codes;               // m of every image of the set, [latent, images]; null: not encoded yet
    bool codesExact = false; // all codes are of these weights (else each is from when it was last seen)
    PosteriorStatistics posterior;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace latent
