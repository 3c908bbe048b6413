// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/axis_caption.h"

#include "ui/controls/style.h"

#include <QPainter>

namespace latent {

namespace {

constexpr int kThickness = 18;

} // namespace

AxisCaption::AxisCaption(Qt::Orientation orientation, QWidget* parent)
    : QWidget(parent)
    , m_orientation(orientation) {
    if (orientation == Qt::Horizontal) {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    } else {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    }
}

QSize AxisCaption::sizeHint() const {
    return {kThickness, kThickness};
}

void AxisCaption::setAxis(const QString& low, const QString& name, const QString& high) {
    if (low == m_low && name == m_name && high == m_high) return;
    m_low = low;
    m_name = name;
    m_high = high;
    update();
}

void AxisCaption::setSpan(int from, int length) {
    if (from == m_from && length == m_length) return;
    m_from = from;
    m_length = length;
    update();
}

void AxisCaption::paintEvent(QPaintEvent*) {
    const bool upright = m_orientation == Qt::Vertical;
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    const int all = upright ? height() : width();
    const int length = m_length > 0 ? m_length : all;
    QRectF line(0, 0, length, kThickness);
    if (upright) {
        painter.translate(0, m_from + length);
        painter.rotate(-90);
    } else {
        painter.translate(m_from, 0);
    }
    painter.setFont(style::tabular(style::small(font())));
    painter.setPen(theme.quietText);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_low);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, m_high);
    painter.setFont(font());
    painter.setPen(theme.text);
    painter.drawText(line, Qt::AlignHCenter | Qt::AlignVCenter, m_name);
}

} // namespace latent
