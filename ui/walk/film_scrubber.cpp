// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/walk/film_scrubber.h"

#include "ui/controls/outline.h"
#include "ui/controls/style.h"

#include <QMouseEvent>
#include <QScopedValueRollback>

#include <algorithm>
#include <cmath>

namespace latent {
namespace {

constexpr int kHeight = 44;
constexpr int kLensRise = 3; // above and below the strip
constexpr int kPage = 10;    // frames

} // namespace

FilmScrubber::FilmScrubber(QWidget* parent)
    : QAbstractSlider(parent) {
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setPageStep(kPage);
    setRange(0, 0);
    setAccessibleName(tr("Film of the walk"));
    setToolTip(tr("Drag along the film, turn the wheel with Shift, or use ← and →"));
}

QSize FilmScrubber::sizeHint() const {
    return {8 * kHeight, kHeight};
}

QSize FilmScrubber::minimumSizeHint() const {
    return {2 * kHeight, kHeight};
}

void FilmScrubber::showFilm(const WalkFilm& film) {
    const QScopedValueRollback showing(m_showing, true);
    m_film = film;
    m_strip = QPixmap();
    setRange(0, std::max(film.frames() - 1, 0));
    update();
}

void FilmScrubber::showFrame(int frame) {
    const QScopedValueRollback showing(m_showing, true);
    setValue(frame);
}

void FilmScrubber::sliderChange(SliderChange change) {
    QAbstractSlider::sliderChange(change);
    if (change == SliderValueChange && !m_showing) emit frameChosen(value());
}

QSizeF FilmScrubber::cell() const {
    const double high = height() - 2 * kLensRise;
    if (m_film.frames() == 0) return {high, high};
    const ImageShape& shape = m_film.walk->shape;
    return {std::clamp(high * shape.width / std::max(shape.height, 1), 8.0, 0.5 * width()), high};
}

int FilmScrubber::cells() const {
    return std::min(std::max(1, static_cast<int>(std::lround(width() / cell().width()))), m_film.frames());
}

QRectF FilmScrubber::lensRect(int frame) const {
    const QSizeF size = cell() + QSizeF(0, 2 * kLensRise);
    const double share = maximum() > 0 ? static_cast<double>(frame) / maximum() : 0;
    return {QPointF(share * (width() - size.width()), 0), size};
}

int FilmScrubber::frameAt(double x) const {
    const double across = width() - cell().width();
    const double share = across > 0 ? (x - 0.5 * cell().width()) / across : 0;
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * maximum()));
}

const QPixmap& FilmScrubber::strip() {
    if (!m_strip.isNull()) return m_strip;
    const int count = cells();
    const qreal ratio = devicePixelRatioF();
    m_strip = QPixmap(QSizeF(width() * ratio, cell().height() * ratio).toSize());
    m_strip.setDevicePixelRatio(ratio);
    m_strip.fill(style::themeOf(palette()).raised);
    QPainter painter(&m_strip);
    painter.setRenderHint(QPainter::Antialiasing);
    // Each cell shows the frame that the lens would show over its middle.
    const double wide = static_cast<double>(width()) / count;
    for (int i = 0; i < count; ++i) {
        const QRectF place(i * wide, 0, wide, cell().height());
        QRectF image(QPointF(), QSizeF(std::min(cell().width(), wide), cell().height()));
        image.moveCenter(place.center());
        drawImage(painter, image, m_film.picture(frameAt(place.center().x())), 0);
    }
    return m_strip;
}

void FilmScrubber::paintEvent(QPaintEvent*) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(rect()).adjusted(0, kLensRise, 0, -kLensRise);
    if (m_film.frames() == 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.raised);
        painter.drawRoundedRect(card, style::kRadius, style::kRadius);
        return;
    }
    painter.drawPixmap(card.topLeft(), strip());
    QColor veil = theme.ground;
    veil.setAlphaF(0.25F); // so that the frame that is shown stands out
    painter.fillRect(card, veil);
    drawOutline(painter, card, 0, theme.hairline);
    const QRectF lens = lensRect();
    drawImage(painter, lens, m_film.picture(value()), 4);
    painter.setPen(QPen(hasFocus() ? theme.text : style::classColour(7), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(lens.adjusted(1, 1, -1, -1), 4, 4);
}

void FilmScrubber::resizeEvent(QResizeEvent* event) {
    m_strip = QPixmap();
    QAbstractSlider::resizeEvent(event);
}

void FilmScrubber::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) m_strip = QPixmap();
    QAbstractSlider::changeEvent(event);
}

void FilmScrubber::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QAbstractSlider::mousePressEvent(event);
    setValue(frameAt(event->position().x()));
}

void FilmScrubber::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) setValue(frameAt(event->position().x()));
}

// Without Shift the wheel scrolls the page.
void FilmScrubber::wheelEvent(QWheelEvent* event) {
    event->modifiers() & Qt::ShiftModifier ? QAbstractSlider::wheelEvent(event) : event->ignore();
}

} // namespace latent
