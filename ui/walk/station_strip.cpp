// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/walk/station_strip.h"

#include "ui/controls/outline.h"
#include "ui/controls/style.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace latent {
namespace {

constexpr int kCell = 46;
constexpr int kGap = 6;
constexpr int kCross = 16;
constexpr int kCorner = 5;

} // namespace

StationStrip::StationStrip(QWidget* parent)
    : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Points of the walk"));
    describe();
}

int StationStrip::columns(int width) const {
    return std::max(1, (width + kGap) / (kCell + kGap));
}

int StationStrip::heightForWidth(int width) const {
    const int rows = std::max(1, (m_count + columns(width) - 1) / columns(width));
    return rows * (kCell + kGap) - kGap;
}

QSize StationStrip::sizeHint() const {
    return {6 * (kCell + kGap) - kGap, heightForWidth(6 * (kCell + kGap) - kGap)};
}

QSize StationStrip::minimumSizeHint() const {
    return {3 * (kCell + kGap) - kGap, kCell};
}

QRectF StationStrip::stationRect(int station) const {
    const int across = columns(width());
    return QRectF(station % across * (kCell + kGap), station / across * (kCell + kGap), kCell, kCell);
}

QRectF StationStrip::crossRect(int station) const {
    const QRectF cell = stationRect(station);
    return {cell.right() - kCross - 1, cell.top() + 1, kCross, kCross};
}

int StationStrip::stationAt(QPointF point) const {
    for (int i = 0; i < m_count; ++i)
        if (stationRect(i).contains(point)) return i;
    return -1;
}

void StationStrip::setCount(int count) {
    if (count == m_count) return;
    m_count = count;
    m_hovered = -1;
    m_current = std::min(m_current, count - 1);
    setFocusPolicy(count > 0 ? Qt::StrongFocus : Qt::NoFocus);
    fitHeight();
    describe();
    update();
}

void StationStrip::showImages(const Matrix& images, const ImageShape& shape) {
    m_images = images.rows() == shape.pixels() ? images : Matrix();
    m_shape = shape;
    m_pictures.clear();
    update();
}

void StationStrip::setRawPixels(bool raw) {
    m_raw = raw;
    m_pictures.clear();
    update();
}

void StationStrip::setCurrent(int station) {
    m_current = std::clamp(station, -1, m_count - 1);
    describe();
    update();
}

void StationStrip::describe() {
    setAccessibleDescription(m_current < 0 ? tr("Points: %1").arg(m_count)
                                           : tr("Point %1 of %2").arg(m_current + 1).arg(m_count));
}

// Set here because a layout would cap the height at the size hint's.
void StationStrip::fitHeight() {
    setFixedHeight(heightForWidth(width()));
}

void StationStrip::resizeEvent(QResizeEvent*) {
    fitHeight();
}

void StationStrip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) m_pictures.clear();
    QWidget::changeEvent(event);
}

void StationStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const PixelTone tone = PixelTone::of(palette(), m_raw);
    while (static_cast<Index>(m_pictures.size()) < std::min<Index>(m_count, m_images.cols()))
        m_pictures.push_back(
            renderImage(m_images.col(static_cast<Index>(m_pictures.size())).data(), m_shape, tone));
    if (m_count == 0) { // where the first one will be
        drawOutline(painter, QRectF(0, 0, kCell, kCell), kCorner, style::themeOf(palette()).hairline);
        return;
    }
    for (int i = 0; i < m_count; ++i) paintStation(painter, i);
}

void StationStrip::paintStation(QPainter& painter, int station) {
    const style::Theme theme = style::themeOf(palette());
    const QRectF cell = stationRect(station);
    const auto place = static_cast<std::size_t>(station);
    if (place < m_pictures.size()) {
        QSizeF size = QSizeF(m_pictures[place].size()).scaled(cell.size(), Qt::KeepAspectRatio);
        QRectF target(QPointF(), size);
        target.moveCenter(cell.center());
        drawImage(painter, target, m_pictures[place], kCorner);
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.raised);
        painter.drawRoundedRect(cell, kCorner, kCorner);
    }
    const bool marked = station == m_current && hasFocus();
    painter.setPen(QPen(marked                 ? theme.accent
                        : station == m_hovered ? theme.quietText
                                               : theme.hairline,
                        marked ? 2 : 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), kCorner, kCorner);
    if (station == m_hovered || marked) paintCross(painter, station);
}

void StationStrip::paintCross(QPainter& painter, int station) const {
    const style::Theme theme = style::themeOf(palette());
    const QRectF disc = crossRect(station);
    painter.setPen(QPen(theme.hairline, 1));
    painter.setBrush(theme.ground);
    painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.setPen(QPen(theme.text, 1.5, Qt::SolidLine, Qt::RoundCap));
    const QRectF arms = disc.adjusted(5, 5, -5, -5);
    painter.drawLine(arms.topLeft(), arms.bottomRight());
    painter.drawLine(arms.topRight(), arms.bottomLeft());
}

void StationStrip::setHovered(int station) {
    if (station == m_hovered) return;
    m_hovered = station;
    update();
}

void StationStrip::mouseMoveEvent(QMouseEvent* event) {
    const int station = stationAt(event->position());
    setHovered(station);
    setCursor(station >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    const bool cross = station >= 0 && crossRect(station).contains(event->position());
    setToolTip(station < 0 ? QString()
               : cross     ? tr("Remove this point from the walk. (Del)")
                           : tr("Show this point. Shift with ← or → moves it in the walk."));
}

void StationStrip::leaveEvent(QEvent*) {
    setHovered(-1);
}

void StationStrip::mousePressEvent(QMouseEvent* event) {
    const int station = stationAt(event->position());
    if (event->button() != Qt::LeftButton || station < 0) return QWidget::mousePressEvent(event);
    setCurrent(station);
    crossRect(station).contains(event->position()) ? emit removed(station) : emit chosen(station);
}

void StationStrip::focusInEvent(QFocusEvent* event) {
    if (m_current < 0) setCurrent(0);
    QWidget::focusInEvent(event);
    update();
}

void StationStrip::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const int next = m_current + step;
    if (m_current < 0) return QWidget::keyPressEvent(event);
    if (step != 0 && next >= 0 && next < m_count) {
        const int from = m_current;
        setCurrent(next);
        if (event->modifiers() & Qt::ShiftModifier) emit moved(from, next);
    } else if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) {
        emit removed(m_current);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
               event->key() == Qt::Key_Space) {
        emit chosen(m_current);
    } else if (step == 0) {
        QWidget::keyPressEvent(event);
    }
}

} // namespace latent
