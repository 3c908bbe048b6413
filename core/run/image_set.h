// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace latent {

/// Images of a data set: an immutable bit for each, shared by copies, so that a copy costs nothing and a
/// million images take 125 kB. Images beyond the last member need no bit: sets of data sets of any size
/// compare.
class ImageSet {
  public:
    using Words = std::vector<std::uint64_t>; // image i is bit i % 64 of word i / 64

    ImageSet() = default;
    explicit ImageSet(Words words);
    /// In any order; negative ones and repetitions are left out.
    static ImageSet of(const std::vector<Index>& images);
    /// Images 0 … size − 1.
    static ImageSet all(Index size);

    bool contains(Index image) const;
    Index count() const { return m_count; }
    bool empty() const { return m_count == 0; }
    /// The members, ascending.
    std::vector<Index> images() const;
    /// Without zero words at the end.
    const Words& words() const;

    ImageSet with(const ImageSet& other) const;
    ImageSet without(const ImageSet& other) const;
    ImageSet within(const ImageSet& other) const;

    bool operator==(const ImageSet& other) const;

  private:
    std::shared_ptr<const Words> m_words; // null: empty
    Index m_count = 0;
};

/// How newly caught images join those that are chosen already.
enum class Combine { Replace, Add, Subtract, Intersect };

ImageSet combined(const ImageSet& chosen, const ImageSet& caught, Combine how);

} // namespace latent
