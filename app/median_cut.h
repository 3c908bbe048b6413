// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRgb>

#include <cstdint>
#include <span>
#include <vector>

namespace latent {

/// Few colours that stand for many.
class ColourTable {
  public:
    /// At most `most` colours for these pixels: their own, if they are no more, else the means of boxes in
    /// which the colours lie, each cut at the median of its longest side (Heckbert 1982). Alpha is ignored.
    ColourTable(std::span<const QRgb> pixels, std::size_t most);

    const std::vector<QRgb>& colours() const { return m_colours; }
    /// Of the colour that stands for one of those pixels.
    std::uint8_t indexOf(QRgb pixel) const;

  private:
    struct Known {
        QRgb colour = 0;
        std::uint32_t count = 0; // of its pixels
        std::uint8_t index = 0;
    };
    void assign(std::span<Known> box);
    void cut(std::size_t most);

    std::vector<Known> m_known; // by colour
    std::vector<QRgb> m_colours;
};

} // namespace latent
