// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/loss/curve_toggle.h"

#include "ui/controls/style.h"

#include <QPainter>

#include <cmath>

namespace latent {

namespace {
constexpr int kDotSize = 9;
constexpr int kDotGap = 5;

/// Figures get cells of equal width, whatever the font, so that the number does not jitter as it changes.
double cellWidth(const QFontMetricsF& metrics, QChar character) {
    return metrics.horizontalAdvance(character.isDigit() ? QChar('0') : character);
}
} // namespace

CurveToggle::CurveToggle(const QString& name, QWidget* parent)
    : QAbstractButton(parent) {
    setText(name);
    setCheckable(true);
    setChecked(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
}

void CurveToggle::setColour(const QColor& colour) {
    m_colour = colour;
    update();
}

void CurveToggle::setNumber(const QString& number) {
    if (number == m_number) return;
    const bool other = number.isEmpty() || number.size() > m_number.size(); // else it keeps its room
    m_number = number;
    if (other) updateGeometry();
    update();
}

int CurveToggle::numberWidth() const {
    const QFontMetricsF metrics(font());
    double width = 0;
    for (const QChar character : m_number) width += cellWidth(metrics, character);
    return static_cast<int>(std::ceil(width));
}

int CurveToggle::widthOf(const QString& name) const {
    return 4 + kDotSize + kDotGap + QFontMetrics(font()).horizontalAdvance(name) + 4 + numberWidth() + 4;
}

QSize CurveToggle::sizeHint() const {
    return {widthOf(text()), 24};
}

void CurveToggle::paintItem(QPainter& painter, const QRectF& rect) const {
    const style::Theme theme = style::themeOf(palette());
    const QPointF dot(rect.left() + 4 + 0.5 * kDotSize, rect.center().y());
    painter.setPen(QPen(isChecked() ? m_colour : theme.quietText, 1.2));
    painter.setBrush(isChecked() ? QBrush(m_colour) : QBrush(Qt::NoBrush));
    painter.drawEllipse(dot, 0.5 * kDotSize - 0.6, 0.5 * kDotSize - 0.6);
    const double left = rect.left() + 4 + kDotSize + kDotGap;
    painter.setPen(isChecked() ? m_colour : theme.quietText);
    painter.setOpacity(isChecked() ? 1 : 0.7);
    painter.setFont(font());
    painter.drawText(QRectF(left, rect.top(), rect.width(), rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     text());
    double at = left + QFontMetrics(font()).horizontalAdvance(text()) + 4;
    const QFontMetricsF metrics(font());
    for (const QChar character : m_number) {
        const double cell = cellWidth(metrics, character);
        painter.drawText(QRectF(at - 4, rect.top(), cell + 8, rect.height()), Qt::AlignCenter,
                         QString(character));
        at += cell;
    }
    painter.setOpacity(1);
}

void CurveToggle::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const style::Theme theme = style::themeOf(palette());
    if (underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(theme.accent, 1.5) : QPen(Qt::NoPen));
        painter.setBrush(underMouse() ? QBrush(theme.raised) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
    }
    paintItem(painter, rect());
}

} // namespace latent
