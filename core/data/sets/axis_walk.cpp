// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/axis_walk.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace latent {

AxisWalk::AxisWalk(const std::vector<ArrayAxis>& axes) {
    for (const ArrayAxis& axis : axes) {
        if (axis.size == 1) continue;
        if (!m_axes.empty() && m_axes.back().stride == axis.size * axis.stride) {
            m_axes.back() = {m_axes.back().size * axis.size, axis.stride};
        } else {
            m_axes.push_back(axis);
        }
    }
    if (m_axes.empty()) m_axes.push_back({1, 1});
    m_at.assign(m_axes.size(), 0);
}

void AxisWalk::place(std::span<const std::uint8_t> pixels, std::uint8_t* out) {
    const ArrayAxis inner = m_axes.back();
    while (!pixels.empty()) {
        const auto run =
            static_cast<std::size_t>(std::min<std::uint64_t>(pixels.size(), inner.size - m_at.back()));
        assert(run > 0);
        std::uint8_t* const to = out + m_offset;
        if (inner.stride == 1) {
            std::memcpy(to, pixels.data(), run);
        } else {
            for (std::size_t i = 0; i < run; ++i) to[i * inner.stride] = pixels[i];
        }
        pixels = pixels.subspan(run);
        advance(run);
    }
}

void AxisWalk::advance(std::uint64_t steps) {
    std::size_t axis = m_axes.size() - 1;
    m_at[axis] += steps;
    m_offset += steps * m_axes[axis].stride;
    while (axis > 0 && m_at[axis] == m_axes[axis].size) {
        m_offset -= m_axes[axis].size * m_axes[axis].stride;
        m_at[axis] = 0;
        --axis;
        ++m_at[axis];
        m_offset += m_axes[axis].stride;
    }
}

} // namespace latent
