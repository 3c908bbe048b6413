// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <QString>

// How dimensions, numbers and images of the latent space are written throughout the window.
namespace latent {

struct ImageDataset;

/// "z₁" for dimension 0.
QString latentName(int dimension);
/// The same as a formula: an italic z with a subscript. Left-aligned, centred vertically in rect.
void drawLatentName(QPainter& painter, const QRectF& rect, int dimension, const QColor& colour);

/// "+0.49", "−1.48": two decimals up to 99.99, one above, which keeps the number of characters constant.
QString codeText(double value);

/// "Ankle boot #51", or "#51" without labels.
QString imageName(const ImageDataset& dataset, std::ptrdiff_t image);
/// The same, with the image's own file on a second line if it has one; for a tool tip, escaped.
QString imageTip(const ImageDataset& dataset, std::ptrdiff_t image);

} // namespace latent
