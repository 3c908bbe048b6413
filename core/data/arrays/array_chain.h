// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/image_array.h"

#include <memory>
#include <string>
#include <vector>

namespace latent {

struct ChainLink;

/// Arrays of equally sized images, one behind the other, as one array. Their files are opened one at a time,
/// so that there may be many.
class ArrayChain {
  public:
    explicit ArrayChain(const Progress& progress);
    ~ArrayChain();

    /// Adds the first `count` images of an array. Throws Error: another size or type of number than the
    /// first's, too few bytes, a number that is not finite, Fortran's order. Cancelled.
    void add(ImageArray array);
    /// What was added, of which there must be something.
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
