// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/disclosure.h"

#include "ui/controls/style.h"

#include <QEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace latent {

Disclosure::Disclosure(const QString& title, QWidget* content, QWidget* parent)
    : QWidget(parent)
    , m_button(new QPushButton(title, this))
    , m_content(content) {
    m_button->setCheckable(true);
    m_button->setProperty("quiet", true);
    m_button->setProperty("disclosure", true);
    m_button->setFocusPolicy(Qt::TabFocus);
    m_button->setIconSize({12, 12});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::kUnit);
    layout->addWidget(m_button, 0, Qt::AlignLeft);
    layout->addWidget(m_content);
    m_content->setVisible(false);
    refreshIcon();
    connect(m_button, &QPushButton::toggled, this, [this](bool open) {
        m_content->setVisible(open);
        refreshIcon();
        emit toggled(open);
    });
}

bool Disclosure::isOpen() const {
    return m_button->isChecked();
}

void Disclosure::setOpen(bool open) {
    m_button->setChecked(open);
}

void Disclosure::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) refreshIcon();
    QWidget::changeEvent(event);
}

void Disclosure::refreshIcon() {
    m_button->setIcon(
        style::icon(isOpen() ? "chevron-down" : "chevron-right", style::themeOf(palette()).quietText));
}

} // namespace latent
