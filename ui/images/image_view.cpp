// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/image_view.h"

#include "ui/controls/outline.h"
#include "ui/controls/style.h"
#include "ui/images/image_render.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace latent {
namespace {

constexpr double kLineStep = 0.05; // of an arrow key

} // namespace

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
    if (!(shape == m_shape)) {
        m_shape = shape;
        setFixedHeight(heightForWidth(width()));
    }
    renew();
}

void ImageView::renew() {
    m_image = QImage();
    update();
    emit imageChanged();
}

void ImageView::setRawPixels(bool raw) {
    m_raw = raw;
    renew();
}

void ImageView::setWipe(ImageView* other) {
    if (m_wipe) m_wipe->disconnect(this);
    m_wipe = other;
    if (other != nullptr) connect(other, &ImageView::imageChanged, this, qOverload<>(&QWidget::update));
    setCursor(other != nullptr ? Qt::SplitHCursor : Qt::ArrowCursor);
    setFocusPolicy(other != nullptr ? Qt::StrongFocus : Qt::NoFocus);
    setToolTip(other != nullptr
                   ? tr("Drag the line, or move it with ← and →: left of it the first run, right "
                        "of it the one beside")
                   : QString());
    update();
}

void ImageView::moveLine(double to) {
    m_line = std::clamp(to, 0.0, 1.0);
    update();
}

void ImageView::mousePressEvent(QMouseEvent* event) {
    if (!m_wipe) return QWidget::mousePressEvent(event);
    moveLine(event->position().x() / width());
}

void ImageView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_wipe || !(event->buttons() & Qt::LeftButton)) return QWidget::mouseMoveEvent(event);
    moveLine(event->position().x() / width());
}

void ImageView::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (!m_wipe || step == 0) return QWidget::keyPressEvent(event);
    moveLine(m_line + step * kLineStep);
}

const QImage& ImageView::rendered() {
    if (m_image.isNull() && !isEmpty())
        m_image = m_signed ? renderDifference(m_pixels.data(), m_shape, palette())
                           : renderImage(m_pixels.data(), m_shape, PixelTone::of(palette(), m_raw));
    return m_image;
}

void ImageView::paintWipe(QPainter& painter, const QRectF& card) {
    const style::Theme theme = style::themeOf(palette());
    const double at = m_line * width();
    painter.save();
    painter.setClipRect(QRectF(at, 0, width() - at, height()));
    drawImage(painter, card, m_wipe->rendered(), style::kRadius);
    painter.restore();
    const double wide = hasFocus() ? 3 : 2;
    painter.fillRect(QRectF(at - wide / 2, 0, wide, height()), theme.accent);
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
        drawImage(painter, card, rendered(), style::kRadius);
        if (m_wipe && !m_wipe->isEmpty()) paintWipe(painter, card);
    }
    drawOutline(painter, card, style::kRadius, theme.hairline);
}

void ImageView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        renew();
    }
    QWidget::changeEvent(event);
}

} // namespace latent
