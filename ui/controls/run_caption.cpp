// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/run_caption.h"

#include "ui/controls/style.h"

#include <QMouseEvent>
#include <QPainter>

namespace latent {
namespace {

constexpr int kCaptionHeight = 24;
constexpr int kCaptionDot = 8;

} // namespace

RunCaption::RunCaption(QWidget* parent)
    : QWidget(parent) {
    setFixedHeight(kCaptionHeight);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    hide();
}

void RunCaption::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) emit clicked();
}

void RunCaption::setText(const QColor& colour, const QString& name, const QString& words) {
    if (colour == m_colour && name == m_name && words == m_words) return;
    m_colour = colour;
    m_name = name;
    m_words = words;
    setToolTip(words);
    setVisible(!name.isEmpty());
    update();
}

QSize RunCaption::sizeHint() const {
    return {200, kCaptionHeight};
}

void RunCaption::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const style::Theme theme = style::themeOf(palette());
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colour);
    painter.drawEllipse(QRect(style::kEdge, (height() - kCaptionDot) / 2, kCaptionDot, kCaptionDot));
    int left = style::kEdge + kCaptionDot + 2 * style::kUnit;
    const QFont strong = style::strong(font());
    painter.setFont(strong);
    painter.setPen(theme.text);
    const int nameWidth = QFontMetrics(strong).horizontalAdvance(m_name);
    painter.drawText(QRect(left, 0, nameWidth, height()), Qt::AlignVCenter, m_name);
    left += nameWidth + 2 * style::kUnit;
    painter.setFont(style::tabular(font()));
    painter.setPen(theme.quietText);
    const QRect rest(left, 0, width() - left - style::kEdge, height());
    painter.drawText(rest, Qt::AlignVCenter,
                     QFontMetrics(painter.font()).elidedText(m_words, Qt::ElideRight, rest.width()));
}

} // namespace latent
