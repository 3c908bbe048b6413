// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/switch.h"

#include "ui/controls/style.h"

#include <QPainter>
#include <QVariantAnimation>

namespace latent {

namespace {

constexpr QSizeF kTrack{34, 18};
constexpr int kRing = 3; // space for the focus ring
constexpr int kSlideMs = 100;

} // namespace

Switch::Switch(QWidget* parent)
    : QAbstractButton(parent)
    , m_animation(new QVariantAnimation(this)) {
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_animation->setDuration(kSlideMs);
    m_animation->setEasingCurve(QEasingCurve::OutCubic);
    connect(m_animation, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        m_knob = value.toReal();
        update();
    });
    connect(this, &QAbstractButton::toggled, this, &Switch::slide);
}

QSize Switch::sizeHint() const {
    return {static_cast<int>(kTrack.width()) + kRing, static_cast<int>(kTrack.height()) + 2 * kRing};
}

void Switch::slide(bool on) {
    m_animation->stop();
    if (!isVisible()) {
        m_knob = on ? 1 : 0;
        return;
    }
    m_animation->setStartValue(m_knob);
    m_animation->setEndValue(on ? 1.0 : 0.0);
    m_animation->start();
}

void Switch::paintEvent(QPaintEvent*) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    // Flush with the right edge, where the numbers of the rows above end.
    const QRectF track(width() - kTrack.width(), (height() - kTrack.height()) / 2, kTrack.width(),
                       kTrack.height());
    const qreal radius = track.height() / 2;
    const QColor off = theme.dark ? QColor("#4a4f58") : QColor("#b9bec7");
    QColor fill = isChecked() ? palette().color(QPalette::Highlight) : off;
    if (!isEnabled()) fill.setAlphaF(0.5F);
    if (underMouse() && isEnabled()) fill = theme.dark ? fill.lighter(110) : fill.darker(108);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(track, radius, radius);
    const qreal knob = track.height() - 4;
    painter.setBrush(theme.dark && !isChecked() ? theme.text : QColor(Qt::white));
    painter.drawEllipse(
        QRectF(track.x() + 2 + m_knob * (track.width() - track.height()), track.y() + 2, knob, knob));
    if (hasFocus()) {
        painter.setPen(QPen(isChecked() ? theme.text : theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(track.adjusted(1, 1, -1, -1), radius, radius);
    }
}

void Switch::enterEvent(QEnterEvent* event) {
    update();
    QAbstractButton::enterEvent(event);
}

void Switch::leaveEvent(QEvent* event) {
    update();
    QAbstractButton::leaveEvent(event);
}

} // namespace latent
