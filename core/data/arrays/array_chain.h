// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/image_array.h"

#include <memory>
#include <string>
#include <vector>

namespace latent {

struct ChainLink;

/// Arrays of equally sized images, concatenated into one array. Their files are opened one at a time, so
/// there may be many.
class ArrayChain {
  public:
    explicit ArrayChain(const Progress& progress);
    ~ArrayChain();

    /// Adds the first `count` images of an array. Throws Error: another size or type of number than in the
    /// first array, too few bytes, a number that is not finite, Fortran order. Cancelled.
    void add(ImageArray array);
    /// The concatenated array; at least one array must have been added.
    ImageArray finish();

  private:
    void checkFits(const ImageArray& array) const;

    const Progress& m_progress;
    std::vector<ChainLink> m_links;
    ImageArray m_first; // without its source
    std::string m_firstName;
    Index m_count = 0;
};

} // namespace latent
