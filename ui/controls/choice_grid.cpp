// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/choice_grid.h"

#include "ui/controls/style.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPushButton>

namespace latent {

ChoiceGrid::ChoiceGrid(const QStringList& labels, int columns, QWidget* parent)
    : QWidget(parent)
    , m_columns(columns)
    , m_count(static_cast<int>(labels.size()))
    , m_group(new QButtonGroup(this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(style::kUnit);
    for (int i = 0; i < m_count; ++i) {
        auto* button = new QPushButton(labels[i], this);
        button->setProperty("choice", true);
        button->setCheckable(true);
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        button->installEventFilter(this);
        m_group->addButton(button, i);
        grid->addWidget(button, i / columns, i % columns);
    }
    for (int column = 0; column < columns; ++column) grid->setColumnStretch(column, 1);
    setCurrent(0);
    connect(m_group, &QButtonGroup::idClicked, this, &ChoiceGrid::chooseByPerson);
}

int ChoiceGrid::current() const {
    return m_group->checkedId();
}

void ChoiceGrid::setCurrent(int choice) {
    m_group->button(choice)->setChecked(true);
    for (int i = 0; i < m_count; ++i)
        m_group->button(i)->setFocusPolicy(i == choice ? Qt::TabFocus : Qt::NoFocus);
    setFocusProxy(m_group->button(choice));
}

QAbstractButton* ChoiceGrid::button(int choice) const {
    return m_group->button(choice);
}

void ChoiceGrid::chooseByPerson(int choice) {
    setCurrent(choice);
    emit chosen(choice);
}

bool ChoiceGrid::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    int step = 0;
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Left:
        step = -1;
        break;
    case Qt::Key_Right:
        step = 1;
        break;
    case Qt::Key_Up:
        step = -m_columns;
        break;
    case Qt::Key_Down:
        step = m_columns;
        break;
    default:
        return QWidget::eventFilter(watched, event);
    }
    const int choice = current() + step;
    if (choice >= 0 && choice < m_count) {
        chooseByPerson(choice);
        m_group->button(choice)->setFocus(Qt::TabFocusReason);
    }
    return true;
}

} // namespace latent
