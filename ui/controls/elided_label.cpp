// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/elided_label.h"

#include "ui/controls/style.h"

#include <QEvent>

namespace latent {

ElidedLabel::ElidedLabel(QWidget* parent)
    : QLabel(parent) {
    setFont(style::small(font()));
    setForegroundRole(QPalette::PlaceholderText);
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    hide();
}

void ElidedLabel::showText(const QString& text) {
    m_whole = text;
    setVisible(!text.isEmpty());
    elide();
}

void ElidedLabel::elide() {
    const QString shown = fontMetrics().elidedText(m_whole, Qt::ElideMiddle, contentsRect().width());
    setToolTip(shown == m_whole ? QString() : m_whole.toHtmlEscaped());
    setText(shown);
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange) elide();
}

} // namespace latent
