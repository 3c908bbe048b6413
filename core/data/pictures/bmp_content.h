// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include <string_view>

namespace latent {

/// Whether all pixels of a BMP are present. Qt reads truncated ones without reporting it.
bool isWholeBmp(std::string_view bytes);

/// Spreads the colours of a 16-bit BMP over 0 … 255: Qt converts the largest value of five bits to 248.
void spreadBmpColours(QImage& image, std::string_view bytes);

} // namespace latent
