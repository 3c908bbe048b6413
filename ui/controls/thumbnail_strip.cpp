// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/thumbnail_strip.h"

#include "ui/controls/style.h"
#include "ui/images/image_render.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace latent {

namespace {

constexpr int kCell = 32;
constexpr int kRows = 2;

/// The i-th of several images spread over the set. Golden-ratio steps: an even stride would keep hitting the
/// same class in a set that cycles through its classes.
Index spread(int i, Index size) {
    const double place = std::fmod((i + 0.5) * 0.6180339887498949, 1.0);
    return static_cast<Index>(place * static_cast<double>(size));
}

} // namespace

ThumbnailStrip::ThumbnailStrip(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(kRows * kCell + 2);
}

QSize ThumbnailStrip::sizeHint() const {
    return {7 * kCell + 2, kRows * kCell + 2};
}

int ThumbnailStrip::columns() const {
    return std::max(1, (width() - 2) / kCell);
}

void ThumbnailStrip::setDataset(DatasetPtr dataset) {
    m_dataset = std::move(dataset);
    update();
}

void ThumbnailStrip::setRawPixels(bool raw) {
    m_raw = raw;
    update();
}

void ThumbnailStrip::paintEvent(QPaintEvent*) {
    const style::Theme theme = style::themeOf(palette());
    const PixelTone tone = PixelTone::of(palette(), m_raw);
    const QRectF card = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const bool oneChannel = m_dataset && m_dataset->shape.channels < 3;
    painter.setBrush(!m_dataset   ? theme.raised
                     : oneChannel ? (tone.inverted ? Qt::white : Qt::black)
                                  : theme.ground);
    painter.drawRoundedRect(card, style::kRadius, style::kRadius);

    if (m_dataset && m_dataset->size() > 0) {
        QPainterPath inside;
        inside.addRoundedRect(card, style::kRadius, style::kRadius);
        painter.save();
        painter.setClipPath(inside);
        const int shown = kRows * columns();
        const qreal cell = (card.width() - 1) / columns();
        for (int i = 0; i < std::min<Index>(shown, m_dataset->size()); ++i) {
            const QImage image =
                renderImage(m_dataset->image(spread(i, m_dataset->size())), m_dataset->shape, tone);
            const QSizeF size = QSizeF(image.size()).scaled(cell, kCell, Qt::KeepAspectRatio);
            const QPointF centre(card.x() + 0.5 + (i % columns() + 0.5) * cell,
                                 card.y() + 0.5 + (i / columns() + 0.5) * kCell);
            drawImage(painter, QRectF(centre - QPointF(size.width() / 2, size.height() / 2), size), image, 0);
        }
        painter.restore();
    }
    painter.setPen(QPen(theme.hairline, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(card, style::kRadius, style::kRadius);
}

} // namespace latent
