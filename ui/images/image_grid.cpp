// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/image_grid.h"

#include "ui/controls/outline.h"
#include "ui/controls/style.h"
#include "ui/images/image_render.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace latent {

namespace {

constexpr qreal kMarkerRadius = 6;
constexpr qreal kCellRadius = 3;

} // namespace

ImageGridView::ImageGridView(QWidget* parent)
    : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int ImageGridView::rows() const {
    return count() == 0 ? m_placeholderRows : (count() + m_columns - 1) / m_columns;
}

int ImageGridView::heightForWidth(int width) const {
    const qreal aspect = m_shape.width > 0 ? static_cast<qreal>(m_shape.height) / m_shape.width : 1;
    return static_cast<int>(std::lround(width * aspect * rows() / m_columns));
}

QSize ImageGridView::sizeHint() const {
    return {320, heightForWidth(320)};
}

QSize ImageGridView::minimumSizeHint() const {
    return {80, std::min(80, heightForWidth(80))};
}

QRectF ImageGridView::card() const {
    const int wanted = heightForWidth(width());
    if (wanted <= height()) return QRectF(0, 0, width(), std::max(1, wanted));
    const qreal shrunk = static_cast<qreal>(width()) * height() / wanted;
    return QRectF(std::floor((width() - shrunk) / 2), 0, shrunk, height());
}

QPointF ImageGridView::toCells(QPointF point) const {
    const QRectF area = card();
    return {(point.x() - area.left()) / area.width() * m_columns,
            (point.y() - area.top()) / area.height() * rows()};
}

int ImageGridView::cellPixels(int columns) const {
    return static_cast<int>(std::lround(card().width() * devicePixelRatioF() / std::max(1, columns)));
}

int ImageGridView::cellAt(QPointF point) const {
    const QPointF cells = toCells(point);
    if (cells.x() < 0 || cells.y() < 0 || cells.x() >= m_columns || cells.y() >= rows()) return -1;
    const int cell = static_cast<int>(cells.y()) * m_columns + static_cast<int>(cells.x());
    return cell < count() ? cell : -1;
}

QRectF ImageGridView::cellRect(int cell) const {
    const QRectF area = card();
    const qreal w = area.width() / m_columns;
    const qreal h = area.height() / rows();
    return {area.left() + cell % m_columns * w, area.top() + cell / m_columns * h, w, h};
}

void ImageGridView::showImages(const Matrix& images, const ImageShape& shape, int columns) {
    const int rowsBefore = rows();
    const bool sameForm = shape == m_shape && columns == m_columns;
    m_images = ImageSheet(images, shape, columns);
    m_shape = shape;
    m_columns = std::max(1, columns);
    m_picture = QImage();
    if (m_current >= count()) m_current = -1;
    if (m_hovered >= count()) m_hovered = -1;
    if (!sameForm || rows() != rowsBefore) {
        updateGeometry();
        fitHeight();
    }
    update();
}

void ImageGridView::clear() {
    m_tips.clear();
    m_dots.clear();
    showImages(Matrix(), m_shape, m_columns);
}

void ImageGridView::setRawPixels(bool raw) {
    m_raw = raw;
    m_picture = QImage();
    update();
}

void ImageGridView::setMarker(std::optional<QPointF> position) {
    if (position == m_marker) return;
    m_marker = position;
    update();
}

void ImageGridView::setCurrentCell(int cell) {
    cell = cell < count() ? cell : -1;
    if (cell == m_current) return;
    m_current = cell;
    update();
}

void ImageGridView::setCellNotes(const QStringList& tips, const std::vector<QColor>& dots) {
    m_tips = tips;
    m_dots = dots;
    update();
}

void ImageGridView::setDraggable(bool draggable) {
    m_draggable = draggable;
    setCursor(draggable ? Qt::CrossCursor : Qt::ArrowCursor);
}

void ImageGridView::setPlaceholder(int columns, int rows) {
    m_placeholderRows = std::max(1, rows);
    if (count() == 0) m_columns = std::max(1, columns);
    updateGeometry();
    fitHeight();
    update();
}

void ImageGridView::setFixedAspect() {
    m_fixedAspect = true;
    fitHeight();
}

void ImageGridView::fitHeight() {
    if (m_fixedAspect) setFixedHeight(std::max(1, heightForWidth(width())));
}

void ImageGridView::resizeEvent(QResizeEvent*) {
    fitHeight();
}

void ImageGridView::setHovered(int cell) {
    if (cell == m_hovered) return;
    m_hovered = cell;
    if (!m_draggable) setCursor(cell >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

const QImage& ImageGridView::picture() {
    const QSize size = (card().size() * devicePixelRatioF()).toSize();
    if (m_picture.size() != size) {
        m_picture = resized(m_images.render(PixelTone::of(palette(), m_raw)), size);
    }
    return m_picture;
}

void ImageGridView::paintEvent(QPaintEvent*) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = card();
    if (count() == 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.raised);
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), style::kRadius, style::kRadius);
    } else {
        drawImage(painter, area, picture(), style::kRadius);
    }
    drawOutline(painter, area, style::kRadius, theme.hairline);
    painter.setBrush(Qt::NoBrush);
    paintDots(painter);
    if (m_hovered >= 0 && !m_draggable) {
        painter.setPen(QPen(theme.quietText, 1.5));
        painter.drawRoundedRect(cellRect(m_hovered).adjusted(1, 1, -1, -1), kCellRadius, kCellRadius);
    }
    if (m_current >= 0 && !m_draggable) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRoundedRect(cellRect(m_current).adjusted(1, 1, -1, -1), kCellRadius, kCellRadius);
    }
    paintMarker(painter);
    if (hasFocus() && (m_current < 0 || m_draggable)) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), style::kRadius, style::kRadius);
    }
}

void ImageGridView::paintDots(QPainter& painter) const {
    const style::Theme theme = style::themeOf(palette());
    painter.setPen(QPen(theme.ground, 1.5));
    const int dots = std::min(count(), static_cast<int>(m_dots.size()));
    for (int i = 0; i < dots; ++i) {
        const QColor& colour = m_dots[static_cast<std::size_t>(i)];
        if (!colour.isValid()) continue;
        painter.setBrush(colour);
        painter.drawEllipse(cellRect(i).bottomLeft() + QPointF(8, -8), 4, 4);
    }
    painter.setBrush(Qt::NoBrush);
}

// A ring of the ground under a ring of the accent: visible on any image.
void ImageGridView::paintMarker(QPainter& painter) const {
    if (!m_marker || count() == 0) return;
    const style::Theme theme = style::themeOf(palette());
    const QRectF area = card();
    const QPointF centre(area.left() + std::clamp(m_marker->x() / m_columns, 0.0, 1.0) * area.width(),
                         area.top() + std::clamp(m_marker->y() / rows(), 0.0, 1.0) * area.height());
    painter.save();
    painter.setClipRect(rect());
    painter.setPen(QPen(theme.ground, 5));
    painter.drawEllipse(centre, kMarkerRadius, kMarkerRadius);
    painter.setPen(QPen(theme.accent, 2.5));
    painter.drawEllipse(centre, kMarkerRadius, kMarkerRadius);
    painter.restore();
}

void ImageGridView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || count() == 0) return QWidget::mousePressEvent(event);
    m_pressed = cellAt(event->position());
    if (m_draggable && m_pressed >= 0) mouseMoveEvent(event);
}

void ImageGridView::mouseMoveEvent(QMouseEvent* event) {
    setHovered(cellAt(event->position()));
    if (!m_draggable || m_pressed < 0) return;
    const QPointF cells = toCells(event->position());
    emit dragged({std::clamp(cells.x(), 0.0, static_cast<qreal>(m_columns)),
                  std::clamp(cells.y(), 0.0, static_cast<qreal>(rows()))});
}

void ImageGridView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QWidget::mouseReleaseEvent(event);
    const int pressed = std::exchange(m_pressed, -1);
    if (m_draggable || pressed < 0 || pressed != cellAt(event->position())) return;
    setCurrentCell(pressed);
    emit cellClicked(pressed);
}

void ImageGridView::keyPressEvent(QKeyEvent* event) {
    if (m_draggable || count() == 0) return QWidget::keyPressEvent(event);
    int step = 0;
    switch (event->key()) {
    case Qt::Key_Left:
        step = -1;
        break;
    case Qt::Key_Right:
        step = 1;
        break;
    case Qt::Key_Up:
        step = -m_columns;
        break;
    case Qt::Key_Down:
        step = m_columns;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current >= 0) emit cellClicked(m_current);
        return;
    default:
        return QWidget::keyPressEvent(event);
    }
    const int next = m_current < 0 ? 0 : m_current + step;
    if (next >= 0 && next < count()) setCurrentCell(next);
}

void ImageGridView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        m_picture = QImage();
        update();
    }
    QWidget::changeEvent(event);
}

bool ImageGridView::event(QEvent* event) {
    if (event->type() == QEvent::Leave) setHovered(-1);
    if (event->type() == QEvent::ToolTip && !m_tips.isEmpty()) {
        const QHelpEvent* help = static_cast<QHelpEvent*>(event);
        const int cell = cellAt(help->pos());
        if (cell >= 0 && cell < m_tips.size()) {
            QToolTip::showText(help->globalPos(), m_tips[cell], this, cellRect(cell).toRect());
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace latent
