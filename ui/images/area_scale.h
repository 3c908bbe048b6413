// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"

#include <QImage>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace latent {

/// Scales images of one shape to one size: each pixel is the mean of the area that it covers, so that no
/// pixel of the image is skipped.
class AreaScale {
  public:
    /// What a one-channel value looks like.
    using Tones = std::array<QRgb, 256>;

    AreaScale(const ImageShape& shape, QSize size);

    /// image: bytes of the shape, channels interleaved; of more than three the first three are shown, of two
    /// the first. RGB32.
    QImage scaled(std::span<const std::uint8_t> image, const Tones& tones);

  private:
    /// The pixels of the image that one pixel of the result covers, and their shares of it.
    struct Cover {
        int first = 0;
        std::vector<float> shares;
    };
    static std::vector<Cover> covers(int from, int to);
    void addRow(const std::uint8_t* row, float share);

    ImageShape m_shape;
    QSize m_size;
    std::vector<Cover> m_columns; // [width of the result]
    std::vector<Cover> m_rows;    // [height of the result]
    std::vector<float> m_row;     // [width of the image × channels]
};

/// From the ground, which is 0, to its opposite; raw: from black to white.
AreaScale::Tones tonesOn(const QColor& ground, bool raw);

} // namespace latent
