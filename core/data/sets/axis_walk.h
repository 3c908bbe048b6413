// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/image_array.h"

#include <span>
#include <vector>

namespace latent {

/// Puts pixels, as they come from a file, where they belong in memory.
class AxisWalk {
  public:
    /// The slowest axis first; see ArrayAxis.
    explicit AxisWalk(const std::vector<ArrayAxis>& axes);

    /// Whether the file has the order of the memory.
    bool contiguous() const { return m_axes.size() == 1 && m_axes.front().stride == 1; }
    /// The next pixels of the file, no more than are left; out is where the first of all belongs.
    void place(std::span<const std::uint8_t> pixels, std::uint8_t* out);

  private:
    void advance(std::uint64_t steps);

    std::vector<ArrayAxis> m_axes; // neighbours that make one long axis are joined
    std::vector<std::uint64_t> m_at;
    std::uint64_t m_offset = 0;
};

} // namespace latent
