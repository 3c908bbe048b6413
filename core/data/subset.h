// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"

#include <cstdint>
#include <string>
#include <vector>

namespace latent {

struct ImageDataset;

enum class SubsetKind {
    All,
    First,    // the first training images
    Random,   // drawn by the seed
    Balanced, // drawn by the seed, the same number from each class as far as it has them
};

/// Which images of a set to use. Test images are only ever dropped with their class.
struct Subset {
    SubsetKind kind = SubsetKind::All;
    Index count = 0;                       // training images; unused with All
    std::vector<std::string> classes = {}; // names or numbers; empty: all classes

    bool operator==(const Subset&) const = default;
};

/// Reads "all", "first:N", "random:N" or "balanced:N". Throws Error.
Subset parseSubset(const std::string& text);

/// Keeps the images of the subset and removes the others from the set; the remaining classes are renumbered.
/// Pixels are shared if the remaining images are contiguous, otherwise copied. Throws Error: no labels, no
/// such class, nothing left to train or to test on, not enough memory.
void keepSubset(ImageDataset& dataset, const Subset& subset, std::uint64_t seed);

/// Keeps these images of the set, both ascending, and removes the others. Throws Error: not enough memory.
void keepImages(ImageDataset& dataset, std::vector<std::uint32_t> train, std::vector<std::uint32_t> test);

} // namespace latent
