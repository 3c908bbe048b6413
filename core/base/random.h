// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <array>
#include <cstdint>

namespace latent {

/// The purpose of a random stream. Each purpose has its own stream, so that, say, changing the corruption
/// does not change the order of the batches.
enum class Stream : std::uint64_t {
    Initialisation = 1,
    Shuffling,
    Noise,
    Corruption,
    Split,
    Evaluation,
    Prior,
    Data,
    Binarisation,
    Validation,
    Diagnostics
};

/// A seeded generator (xoshiro256++, Blackman and Vigna 2019; seeded by SplitMix64). The same seed, purpose
/// and counter give the same numbers on every machine, except for the last bits of the normal ones.
class Random {
  public:
    Random(std::uint64_t seed, Stream purpose, std::uint64_t counter = 0, std::uint64_t subCounter = 0);

    std::uint64_t next();
    /// Uniform in [0, 1), 24 bits.
    float uniform();
    /// Uniform in [0, bound), without bias (Lemire 2019).
    std::uint32_t below(std::uint32_t bound);
    /// Fills with independent N(0, 1) numbers (Box and Muller 1958).
    void fillNormal(float* values, Index count);
    void fillNormal(double* values, Index count);
    void fillNormal(ByFeatureRef<float> matrix);

  private:
    std::array<std::uint64_t, 4> m_state;
};

} // namespace latent
