// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/steady_label.h"

#include "ui/controls/style.h"

#include <QEvent>

#include <algorithm>

namespace latent {

SteadyLabel::SteadyLabel(QWidget* parent)
    : QLabel(parent) {
    setFont(style::tabular(font()));
    setForegroundRole(QPalette::PlaceholderText);
    setFixedSize(0, fontMetrics().height());
}

void SteadyLabel::showText(const QString& text, const QString& usual) {
    m_room =
        std::max({m_room, fontMetrics().horizontalAdvance(text), fontMetrics().horizontalAdvance(usual)});
    setFixedWidth(m_room);
    setText(text);
}

void SteadyLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange) setFixedHeight(fontMetrics().height());
}

} // namespace latent
