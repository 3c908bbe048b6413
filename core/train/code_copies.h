// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/train/recycling_pool.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace latent {

/// Copies of the table of codes for snapshots. A copy that comes back is brought up to date by what has
/// changed since it was made: of 70,000 images some thousand, where all of them would hold up training. One
/// thread; copies may be let go by any.
class CodeCopies {
  public:
    /// The codes of these images are new.
    void noteChanged(std::span<const std::uint32_t> images);
    /// Any code may be new.
    void noteAllChanged() {
        ++m_age;
        m_changed.clear();
    }
    /// codes [latent, images]
    std::shared_ptr<const Matrix> copy(const Matrix& codes);

  private:
    struct Copy {
        Matrix codes;
        std::int64_t age = -1;      // m_age when it was made
        std::size_t upToDateTo = 0; // changes that it has
    };

    RecyclingPool<Copy> m_pool;
    std::int64_t m_age = 0;               // how often all were changed
    std::vector<std::uint32_t> m_changed; // images, since then
};

} // namespace latent
