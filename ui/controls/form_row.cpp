// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/form_row.h"

#include "ui/controls/style.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace latent {

QWidget* formRow(const QString& label, QWidget* field, const QString& help, FieldPlace place,
                 QWidget* parent) {
    auto* row = new QWidget(parent);
    row->setFixedHeight(style::kRowHeight);
    row->setToolTip(help);
    auto* text = new QLabel(label, row);
    text->setFixedWidth(kLabelWidth);
    text->setBuddy(field);
    field->setAccessibleName(label);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(text);
    if (place == FieldPlace::Right) layout->addStretch(1);
    layout->addWidget(field, place == FieldPlace::Fill ? 1 : 0);
    return row;
}

QBoxLayout* panelColumn(QWidget* panel) {
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(style::kEdge, style::kEdge, style::kEdge, style::kUnit);
    column->setSpacing(style::kUnit);
    return column;
}

} // namespace latent
