// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/film_slider.h"

#include "ui/controls/outline.h"
#include "ui/controls/style.h"
#include "ui/images/image_render.h"
#include "ui/text/latent_text.h"
#include "ui/text/number_text.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace latent {

namespace {

constexpr qreal kRowLabelWidth = 30;
constexpr qreal kKlWidth = 44;
constexpr qreal kValueGap = 8;
constexpr qreal kOverhang = 4;     // of the cursor above and below the track
constexpr qreal kFrameInset = 2;   // of the frames in the track
constexpr float kStepsAcross = 60; // an arrow key moves 0.1 on −3 … 3
constexpr int kWheelNotch = 120;

} // namespace

qreal FilmSlider::valueWidthFor(const QFont& font) {
    return QFontMetricsF(style::tabular(font)).horizontalAdvance(QStringLiteral("+00.00")) + 2;
}

void FilmSlider::chooseFonts() {
    m_figures = style::tabular(font());
    m_smallFigures = style::tabular(style::small(font()));
    m_valueWidth = valueWidthFor(font());
}

FilmSlider::Columns FilmSlider::columnsFor(int width, int height, qreal valueWidth) {
    const QRectF row(0, 0, width, height);
    Columns columns;
    columns.label = QRectF(0, 0, kRowLabelWidth, row.height());
    columns.kl = QRectF(row.right() - kKlWidth, row.center().y() - 8, kKlWidth, 16);
    columns.value = QRectF(columns.kl.left() - kValueGap - valueWidth, 0, valueWidth, row.height());
    const qreal stripRight = columns.value.left() - 4;
    columns.strip =
        QRectF(kRowLabelWidth, kOverhang + 1, std::max(20.0, std::floor(stripRight - kRowLabelWidth)),
               row.height() - 2 * (kOverhang + 1));
    return columns;
}

int FilmSlider::heightForWidth(int width, const QFont& font, int frames) {
    const qreal frame = columnsFor(width, 40, valueWidthFor(font)).strip.width() / std::max(1, frames);
    return static_cast<int>(
        std::lround(std::clamp(frame + 2 * kFrameInset, 30.0, 48.0) + 2 * (kOverhang + 1)));
}

qreal FilmSlider::frameSide(int frames) const {
    const QRectF strip = columns().strip;
    return std::min(strip.width() / std::max(1, frames), strip.height() - 2 * kFrameInset);
}

FilmSlider::FilmSlider(int dimension, QWidget* parent)
    : QWidget(parent)
    , m_dimension(dimension) {
    setFocusPolicy(Qt::ClickFocus);
    chooseFonts();
    setAccessibleName(tr("Latent dimension %1").arg(dimension + 1));
    describe();
}

QRectF FilmSlider::stripRect() const {
    return columns().strip;
}

QRectF FilmSlider::valueRect() const {
    return columns().value;
}

qreal FilmSlider::cursorX() const {
    const QRectF strip = columns().strip;
    const float span = m_high - m_low;
    const float share = span > 0 ? std::clamp((m_value - m_low) / span, 0.0F, 1.0F) : 0.5F;
    return strip.left() + static_cast<qreal>(share) * strip.width();
}

float FilmSlider::valueAt(qreal x) const {
    const QRectF strip = columns().strip;
    const qreal share = std::clamp((x - strip.left()) / strip.width(), 0.0, 1.0);
    return m_low + static_cast<float>(share) * (m_high - m_low);
}

void FilmSlider::setRange(float low, float high) {
    if (low == m_low && high == m_high) return;
    m_low = low;
    m_high = high;
    describe();
    updateStrip();
}

void FilmSlider::setValue(float value) {
    if (value == m_value) return;
    m_value = value;
    describe();
    updateStrip();
    updateNumbers();
}

void FilmSlider::setKl(float kl, float largest) {
    if (kl == m_kl && largest == m_largestKl) return;
    m_kl = kl;
    m_largestKl = largest;
    describe();
    updateNumbers();
}

void FilmSlider::setActive(bool active) {
    if (active == m_active) return;
    m_active = active;
    update();
}

void FilmSlider::showFrames(const Matrix& frames, const ImageShape& shape) {
    m_frames = ImageSheet(frames, shape, static_cast<int>(frames.cols()));
    m_shape = shape;
    m_picture = QImage();
    updateStrip();
}

// Strip and numbers lie side by side and are painted apart: many times a second one of them changes alone.
void FilmSlider::updateStrip() {
    update(stripLeft(), 0, numbersLeft() - stripLeft(), height());
}

void FilmSlider::updateNumbers() {
    update(numbersLeft(), 0, width() - numbersLeft(), height());
}

// Of all that belongs to the strip, the cursor too.
int FilmSlider::stripLeft() const {
    return static_cast<int>(std::floor(columns().strip.left() - kOverhang));
}

int FilmSlider::numbersLeft() const {
    return static_cast<int>(std::floor(columns().value.left()));
}

void FilmSlider::setRawPixels(bool raw) {
    m_raw = raw;
    m_picture = QImage();
    update();
}

void FilmSlider::describe() {
    setAccessibleDescription(m_kl < 0 ? codeText(m_value)
                                      : tr("%1, KL %2 nats").arg(codeText(m_value), inLocale(m_kl, 2)));
}

void FilmSlider::ask(float value) {
    emit valueAsked(m_dimension, std::clamp(value, m_low, m_high));
}

void FilmSlider::askSteps(float steps) {
    ask(m_value + steps * (m_high - m_low) / kStepsAcross);
}

void FilmSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !isEnabled()) return;
    // The whole height of the row is the slider, and a few pixels beside it so that the ends are easy to hit.
    const QRectF strip = columns().strip;
    if (event->position().x() < strip.left() - 4 || event->position().x() > strip.right() + 4) return;
    m_dragging = true;
    emit dragStarted();
    ask(valueAt(event->position().x()));
}

void FilmSlider::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragging) ask(valueAt(event->position().x()));
}

void FilmSlider::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) endDrag();
}

void FilmSlider::endDrag() {
    if (!std::exchange(m_dragging, false)) return;
    emit dragEnded();
}

void FilmSlider::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && columns().value.contains(event->position())) {
        editValue();
    } else {
        mousePressEvent(event);
    }
}

void FilmSlider::contextMenuEvent(QContextMenuEvent* event) {
    event->accept();
    emit resetAsked(m_dimension);
}

// The plain wheel scrolls the rows; with Shift it moves the slider.
void FilmSlider::wheelEvent(QWheelEvent* event) {
    if (!(event->modifiers() & Qt::ShiftModifier)) return event->ignore();
    const QPoint delta = event->angleDelta();
    m_wheel += delta.y() != 0 ? delta.y() : delta.x();
    const int notches = static_cast<int>(m_wheel / kWheelNotch);
    m_wheel -= notches * kWheelNotch;
    if (notches != 0) askSteps(static_cast<float>(notches));
    event->accept();
}

void FilmSlider::keyPressEvent(QKeyEvent* event) {
    const float steps = (event->modifiers() & Qt::ShiftModifier) != 0 ? 5 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return askSteps(-steps);
    case Qt::Key_Right:
        return askSteps(steps);
    case Qt::Key_Home:
        return ask(m_low);
    case Qt::Key_End:
        return ask(m_high);
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
    case Qt::Key_0:
        emit resetAsked(m_dimension);
        return;
    case Qt::Key_Up:
        emit moveAsked(m_dimension, -1);
        return;
    case Qt::Key_Down:
        emit moveAsked(m_dimension, 1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return editValue();
    default:
        QWidget::keyPressEvent(event);
    }
}

void FilmSlider::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        m_picture = QImage();
        update();
    }
    if (event->type() == QEvent::FontChange) chooseFonts();
    QWidget::changeEvent(event);
}

void FilmSlider::editValue() {
    if (m_edit) return;
    m_edit = new QLineEdit(QString(codeText(m_value)), this);
    m_edit->setObjectName(QStringLiteral("valueEdit"));
    m_edit->setAccessibleName(tr("Value of latent dimension %1").arg(m_dimension + 1));
    m_edit->setFont(m_figures);
    m_edit->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_edit->setTextMargins(0, 0, 0, 0);
    const QRectF area = columns().value;
    const qreal fieldWidth = area.width() + 24;
    m_edit->setGeometry(
        QRectF(area.right() + 7 - fieldWidth, area.center().y() - 14, fieldWidth, 28).toRect());
    m_edit->installEventFilter(this);
    m_edit->show();
    m_edit->selectAll();
    m_edit->setFocus(Qt::OtherFocusReason);
}

// The field's own signals would let Return travel on to the row, which would open the field again.
bool FilmSlider::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_edit) return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut) finishEdit(true);
    if (event->type() != QEvent::KeyPress) return false;
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape) {
        finishEdit(key != Qt::Key_Escape);
        return true;
    }
    return false;
}

void FilmSlider::finishEdit(bool take) {
    if (!m_edit) return;
    QLineEdit* edit = std::exchange(m_edit, nullptr);
    edit->removeEventFilter(this);
    const bool hadFocus = edit->hasFocus();
    const std::optional<double> number = numberFrom(edit->text());
    const bool changed = edit->isModified();
    edit->hide();
    edit->deleteLater();
    if (hadFocus) setFocus(Qt::OtherFocusReason);
    // A typed value may lie beyond the slider's ends.
    if (take && changed && number) emit valueAsked(m_dimension, static_cast<float>(*number));
}

const QImage& FilmSlider::picture(QSizeF size) {
    const qreal ratio = devicePixelRatioF();
    const QSize pixels = (size * ratio).toSize();
    if (m_picture.size() == pixels) return m_picture;
    const int frames = m_frames.count();
    QImage sheet = m_frames.render(PixelTone::of(palette(), m_raw));
    QImage track(pixels, QImage::Format_RGB32);
    // The frames' own zero, so that a strip reads as one piece.
    track.fill(PixelTone::of(palette(), m_raw).inverted ? Qt::white : Qt::black);
    if (!sheet.isNull()) {
        const qreal cell = static_cast<qreal>(pixels.width()) / frames;
        const qreal height =
            std::min(pixels.height() - 2 * kFrameInset * ratio, cell * m_shape.height / m_shape.width);
        const qreal width = height * m_shape.width / m_shape.height;
        ImageShape shape = m_shape;
        if (height < 0.6 * m_shape.height) { // bilinear look-ups would skip pixels
            shape.width = std::max(1, static_cast<int>(std::lround(width)));
            shape.height = std::max(1, static_cast<int>(std::lround(height)));
            sheet = resized(sheet, QSize(shape.width * frames, shape.height));
        }
        QPainter painter(&track);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        for (int i = 0; i < frames; ++i) {
            const QRectF target((i + 0.5) * cell - width / 2, (pixels.height() - height) / 2, width, height);
            drawSheetCell(painter, target, sheet, shape, frames, i);
        }
    }
    roundCorners(track, style::kRadius * ratio); // here, not in each painting: it costs more than all else
    m_picture = std::move(track);
    m_picture.setDevicePixelRatio(ratio);
    return m_picture;
}

void FilmSlider::paintTrack(QPainter& painter, const QRectF& strip) {
    const style::Theme theme = style::themeOf(palette());
    if (m_frames.count() > 0) {
        painter.drawImage(strip.topLeft(), picture(strip.size()));
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.raised);
        painter.drawRoundedRect(strip.adjusted(0.5, 0.5, -0.5, -0.5), style::kRadius, style::kRadius);
    }
    if (!hasFocus()) return drawOutline(painter, strip, style::kRadius, theme.hairline);
    painter.setPen(QPen(theme.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(strip.adjusted(0.5, 0.5, -0.5, -0.5), style::kRadius, style::kRadius);
}

void FilmSlider::paintCursor(QPainter& painter, const QRectF& strip) const {
    const style::Theme theme = style::themeOf(palette());
    const qreal x = cursorX();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.ground); // a moat, so that the line stands out on any frame
    painter.drawRect(QRectF(x - 3.5, strip.top() + 1, 7, strip.height() - 2));
    painter.setBrush(theme.accent);
    // Rounded by narrower ends: a path costs four times as much.
    const QRectF line(x - 1.5, strip.top() - kOverhang, 3, strip.height() + 2 * kOverhang);
    const QRectF end(x - 0.5, line.top(), 1, 1);
    for (const QRectF& part : {end, line.adjusted(0, 1, 0, -1), end.translated(0, line.height() - 1)})
        painter.drawRect(part);
}

void FilmSlider::paintKl(QPainter& painter, const QRectF& area) const {
    const style::Theme theme = style::themeOf(palette());
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(area, 3, 3);
    if (m_kl < 0) return;
    if (m_kl > 0 && m_largestKl > 0) {
        QColor fill = theme.accent;
        fill.setAlphaF(theme.dark ? 0.42F : 0.28F);
        painter.setBrush(fill);
        QRectF bar = area;
        bar.setWidth(area.width() * std::min(1.0F, m_kl / m_largestKl));
        painter.save();
        painter.setClipRect(bar);
        painter.drawRoundedRect(area, 3, 3);
        painter.restore();
    }
    painter.setPen(theme.quietText);
    painter.setFont(m_smallFigures);
    painter.drawText(area.adjusted(0, 0, -5, 0), Qt::AlignRight | Qt::AlignVCenter,
                     inLocale(m_kl, m_kl < 99.995F ? 2 : 1));
}

void FilmSlider::paintEvent(QPaintEvent* event) {
    const style::Theme theme = style::themeOf(palette());
    const Columns at = columns();
    const QRect exposed = event->rect();
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    if (isDead() && !hasFocus()) painter.setOpacity(0.4);
    if (exposed.left() < stripLeft())
        drawLatentName(painter, at.label, m_dimension, hasFocus() ? theme.accent : theme.text);
    if (exposed.left() < numbersLeft()) {
        paintTrack(painter, at.strip);
        paintCursor(painter, at.strip);
    }
    if (exposed.right() < numbersLeft()) return;
    painter.setPen(theme.text);
    painter.setFont(m_figures);
    painter.drawText(at.value, Qt::AlignRight | Qt::AlignVCenter, codeText(m_value));
    paintKl(painter, at.kl);
}

} // namespace latent
