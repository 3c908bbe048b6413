// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/image_array.h"

#include <span>
#include <vector>

namespace latent {

/// Moves pixels, in file order, to their places in memory.
class AxisWalk {
  public:
    /// Axes from the slowest to the fastest; see ArrayAxis.
    explicit AxisWalk(const std::vector<ArrayAxis>& axes);

    /// Whether the file has the same order as the memory.
    bool contiguous() const { return m_axes.size() == 1 && m_axes.front().stride == 1; }
    /// Places the next pixels of the file, at most as many as remain; out is the place of the very first
    /// pixel.
    void place(std::span<const std::uint8_t> pixels, std::uint8_t* out);

  private:
    void advance(std::uint64_t steps);

    std::vector<ArrayAxis> m_axes; // adjacent axes that form one long axis are joined
    std::vector<std::uint64_t> m_at;
    std::uint64_t m_offset = 0;
};

} // namespace latent
