// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/image_view.h"

#include "ui/controls/outline.h"
#include "ui/controls/style.h"
#include "ui/images/image_render.h"

#include <QEvent>
#include <QPainter>

namespace latent {

ImageView::ImageView(QWidget* parent)
    : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int ImageView::heightForWidth(int width) const {
    return m_shape.width > 0 ? width * m_shape.height / m_shape.width : width;
}

QSize ImageView::sizeHint() const {
    return {120, heightForWidth(120)};
}

QSize ImageView::minimumSizeHint() const {
    return {48, heightForWidth(48)};
}

void ImageView::showImage(const Vector& pixels, const ImageShape& shape) {
    take(pixels, shape, false);
}

void ImageView::showDifference(const Vector& difference, const ImageShape& shape) {
    take(difference, shape, true);
}

void ImageView::clear() {
    take(Vector(), m_shape, false);
}

void ImageView::take(const Vector& pixels, const ImageShape& shape, bool signedValues) {
    const bool fits = pixels.size() == shape.pixels();
    m_pixels = fits ? pixels : Vector();
    m_signed = signedValues;
    m_image = QImage();
    if (!(shape == m_shape)) {
        m_shape = shape;
        setFixedHeight(heightForWidth(width()));
    }
    update();
}

void ImageView::setRawPixels(bool raw) {
    m_raw = raw;
    m_image = QImage();
    update();
}

// Set here because a layout would cap the height at the size hint's.
void ImageView::resizeEvent(QResizeEvent*) {
    setFixedHeight(heightForWidth(width()));
}

void ImageView::paintEvent(QPaintEvent*) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card(rect());
    if (isEmpty()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.raised);
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), style::kRadius, style::kRadius);
    } else {
        if (m_image.isNull()) {
            m_image = m_signed ? renderDifference(m_pixels.data(), m_shape, palette())
                               : renderImage(m_pixels.data(), m_shape, PixelTone::of(palette(), m_raw));
        }
        drawImage(painter, card, m_image, style::kRadius);
    }
    drawOutline(painter, card, style::kRadius, theme.hairline);
}

void ImageView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        m_image = QImage();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace latent
