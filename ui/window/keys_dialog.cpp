// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/keys_dialog.h"

#include "ui/controls/style.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>

#include <vector>

namespace latent {

namespace {

QString titleOf(KeyGroup group) {
    switch (group) {
    case KeyGroup::Training:
        return KeysDialog::tr("Training");
    case KeyGroup::Looking:
        return KeysDialog::tr("Latent space");
    case KeyGroup::Sliders:
        return KeysDialog::tr("Sliders");
    case KeyGroup::Map:
        return KeysDialog::tr("Map");
    case KeyGroup::Loss:
        return KeysDialog::tr("Loss curves");
    case KeyGroup::Images:
        return KeysDialog::tr("Images");
    case KeyGroup::Files:
        return KeysDialog::tr("Files");
    case KeyGroup::Window:
        break;
    }
    return KeysDialog::tr("Window");
}

void addGroup(QGridLayout* grid, KeyGroup group, const std::vector<KeyEntry>& keys, QWidget* parent) {
    int row = grid->rowCount();
    if (row > 1) grid->setRowMinimumHeight(row++, 2 * style::kUnit);
    grid->addWidget(style::sectionHead(titleOf(group), parent), row++, 0, 1, 2);
    for (const KeyEntry& key : keys) {
        if (key.group != group) continue;
        auto* name = new QLabel(key.keys, parent);
        name->setFont(style::strong(name->font()));
        grid->addWidget(name, row, 0);
        auto* text = new QLabel(key.meaning, parent);
        text->setForegroundRole(QPalette::PlaceholderText);
        grid->addWidget(text, row++, 1);
    }
}

} // namespace

KeysDialog::KeysDialog(const std::vector<KeyEntry>& keys, QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Keys"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(7 * style::kUnit, 6 * style::kUnit, 7 * style::kUnit, 6 * style::kUnit);
    row->setSpacing(10 * style::kUnit);
    using enum KeyGroup;
    const std::vector<std::vector<KeyGroup>> columns{
        {Training, Looking, Sliders}, {Map, Loss, Images}, {Files, Window}};
    for (const std::vector<KeyGroup>& column : columns) {
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(6 * style::kUnit);
        grid->setVerticalSpacing(2 * style::kUnit);
        for (const KeyGroup group : column) addGroup(grid, group, keys, this);
        grid->setRowStretch(grid->rowCount(), 1);
        grid->setColumnStretch(1, 1);
        row->addLayout(grid, 1);
    }
}

} // namespace latent
