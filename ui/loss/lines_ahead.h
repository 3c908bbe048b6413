// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/map/splat_target.h"

#include <algorithm>

namespace latent {

/// Prefetches the cache lines of part of a picture, some at each call, before the part is drawn: after the
/// processor has been idle, the picture is no longer in its caches.
class LinesAhead {
  public:
    /// Requests the whole part within this many calls, unless they are too few.
    LinesAhead(const PixelRows& pixels, const QRect& part, std::size_t calls) {
        if (part.isEmpty() || calls == 0) return;
        const auto lines = static_cast<std::size_t>(part.height() * (part.width() / kPixels + 1));
        m_each = static_cast<int>(std::min(lines / calls + 1, kMostAtOnce));
        m_rowsLeft = part.height();
        m_rowBytes = qsizetype{4} * part.width();
        m_bytesPerLine = pixels.bytesPerLine;
        m_row = m_at = pixels.at(part.left(), part.top());
    }

    void askForMore() {
        for (int n = 0; n < m_each; ++n) {
            __builtin_prefetch(m_at);
            m_at += kLineBytes;
            if (m_at - m_row < m_rowBytes) continue;
            if (--m_rowsLeft == 0) m_each = 0;
            m_at = m_row += m_bytesPerLine;
        }
    }

  private:
    static constexpr int kLineBytes = 64;
    static constexpr int kPixels = kLineBytes / 4;
    static constexpr std::size_t kMostAtOnce = 8; // more would delay the caller

    int m_each = 0;
    int m_rowsLeft = 0;
    qsizetype m_rowBytes = 0;
    qsizetype m_bytesPerLine = 0;
    const std::uint8_t* m_row = nullptr;
    const std::uint8_t* m_at = nullptr;
};

} // namespace latent
