// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/keys_dialog.h"

#include "ui/controls/style.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>

#include <utility>
#include <vector>

namespace latent {

namespace {

struct Group {
    QString title;
    std::vector<std::pair<QString, QString>> keys;
};

std::vector<Group> leftGroups() {
    return {
        {KeysDialog::tr("Training"),
         {{"F5", KeysDialog::tr("Train or pause")},
          {KeysDialog::tr("Space"), KeysDialog::tr("One step (a batch)")}}},
        {KeysDialog::tr("Latent space"),
         {{"R", KeysDialog::tr("Sample from the prior")},
          {"0", KeysDialog::tr("Every coordinate to 0")},
          {"← →", KeysDialog::tr("Move the slider")},
          {"↑ ↓", KeysDialog::tr("Choose a slider")},
          {"Tab", KeysDialog::tr("Next control")}}},
    };
}

std::vector<Group> rightGroups() {
    return {
        {KeysDialog::tr("Files"),
         {{"Ctrl+S", KeysDialog::tr("Save the model")},
          {"Ctrl+O", KeysDialog::tr("Open a model")},
          {"Ctrl+Shift+O", KeysDialog::tr("Open data")},
          {"Ctrl+D", KeysDialog::tr("Well-known data sets")},
          {"Ctrl+I", KeysDialog::tr("Details of the images")},
          {"Ctrl+Alt+O", KeysDialog::tr("Open a folder of images")},
          {"Ctrl+Q", KeysDialog::tr("Quit")}}},
        {KeysDialog::tr("Window"),
         {{"F9", KeysDialog::tr("Controls on the left")},
          {"F10", KeysDialog::tr("Tabs on the right")},
          {"F8", KeysDialog::tr("Loss and posterior")},
          {"Alt+1 … Alt+5", KeysDialog::tr("Choose a tab")},
          {"F11", KeysDialog::tr("Full screen")},
          {"F1", KeysDialog::tr("This list")}}},
    };
}

QLayout* columnOf(const std::vector<Group>& groups, QWidget* parent) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(6 * style::kUnit);
    grid->setVerticalSpacing(2 * style::kUnit);
    int row = 0;
    for (const Group& group : groups) {
        if (row > 0) grid->setRowMinimumHeight(row++, 2 * style::kUnit);
        grid->addWidget(style::sectionHead(group.title, parent), row++, 0, 1, 2);
        for (const auto& [keys, meaning] : group.keys) {
            auto* name = new QLabel(keys, parent);
            name->setFont(style::strong(name->font()));
            grid->addWidget(name, row, 0);
            auto* text = new QLabel(meaning, parent);
            text->setForegroundRole(QPalette::PlaceholderText);
            grid->addWidget(text, row++, 1);
        }
    }
    grid->setRowStretch(row, 1);
    grid->setColumnStretch(1, 1);
    return grid;
}

} // namespace

KeysDialog::KeysDialog(QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Keys"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(7 * style::kUnit, 6 * style::kUnit, 7 * style::kUnit, 6 * style::kUnit);
    row->setSpacing(10 * style::kUnit);
    row->addLayout(columnOf(leftGroups(), this), 1);
    row->addLayout(columnOf(rightGroups(), this), 1);
}

} // namespace latent
