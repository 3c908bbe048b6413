// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include <string_view>

namespace latent {

/// Whether the pixels of a BMP are all there. Qt reads one that was cut short without a word.
bool isWholeBmp(std::string_view bytes);

/// Spreads the colours of a BMP of 16 bits over 0 … 255: Qt makes 248 of the largest of five bits.
void spreadBmpColours(QImage& image, std::string_view bytes);

} // namespace latent
