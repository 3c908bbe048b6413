// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/curve_toggle.h"

#include "ui/style.h"

#include <QPainter>

#include <algorithm>

namespace latent {

namespace {
constexpr int kDot = 9;
constexpr int kGap = 5;
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
    const bool wider = number.size() > m_number.size();
    m_number = number;
    if (wider) updateGeometry();
    update();
}

int CurveToggle::numberWidth() const {
    // Room for as many figures as were ever shown here, three and a decimal at least for a wide curve.
    return m_number.isEmpty() ? 0
                              : QFontMetrics(style::tabular(font()))
                                    .horizontalAdvance(QString(m_number.size() - 2, '0') + ".0");
}

QSize CurveToggle::sizeHint() const {
    const int name = QFontMetrics(font()).horizontalAdvance(text());
    return {4 + kDot + kGap + name + 4 + numberWidth() + 4, 24};
}

void CurveToggle::paintItem(QPainter& painter, const QRectF& rect) const {
    const style::Theme theme = style::themeOf(palette());
    const QPointF dot(rect.left() + 4 + 0.5 * kDot, rect.center().y());
    painter.setPen(QPen(isChecked() ? m_colour : theme.quietText, 1.2));
    painter.setBrush(isChecked() ? QBrush(m_colour) : QBrush(Qt::NoBrush));
    painter.drawEllipse(dot, 0.5 * kDot - 0.6, 0.5 * kDot - 0.6);
    const double left = rect.left() + 4 + kDot + kGap;
    painter.setPen(isChecked() ? m_colour : theme.quietText);
    painter.setOpacity(isChecked() ? 1 : 0.7);
    painter.setFont(font());
    painter.drawText(QRectF(left, rect.top(), rect.width(), rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     text());
    painter.setFont(style::tabular(font()));
    const double numberLeft = left + QFontMetrics(font()).horizontalAdvance(text()) + 4;
    painter.drawText(QRectF(numberLeft, rect.top(), numberWidth() + 1, rect.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, m_number);
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
