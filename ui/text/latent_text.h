// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <QString>

// How dimensions, numbers and images of the latent space are written, everywhere alike.
namespace latent {

struct ImageDataset;

/// "z₁" for dimension 0.
QString latentName(int dimension);
/// The same as a formula: an italic z with its index below. Left-aligned, centred vertically in rect.
void drawLatentName(QPainter& painter, const QRectF& rect, int dimension, const QColor& colour);

/// "+0.49", "−1.48": two decimals up to 99.99, one above, so that the number of characters stays the same.
QString codeText(double value);

/// "Ankle boot #51", or "#51" without labels.
QString imageName(const ImageDataset& dataset, std::ptrdiff_t image);
/// The same with its file on a second line, where it has one of its own; for a tool tip, escaped.
QString imageTip(const ImageDataset& dataset, std::ptrdiff_t image);

} // namespace latent
