// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/keys_dialog.h"

#include "ui/controls/style.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

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
    case KeyGroup::Walk:
        return KeysDialog::tr("Walk");
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

constexpr int kWide = 1240; // a window in which three columns have room
constexpr int kMargin = 48; // of the window's height that the list leaves free

std::vector<std::vector<KeyGroup>> columnsFor(int width) {
    using enum KeyGroup;
    if (width >= kWide) return {{Training, Looking, Sliders, Walk}, {Map, Loss, Images}, {Files, Window}};
    return {{Training, Looking, Sliders, Loss}, {Map, Images, Walk, Files, Window}};
}

} // namespace

KeysDialog::KeysDialog(const std::vector<KeyEntry>& keys, QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Keys"));
    auto* content = new QWidget;
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(7 * style::kUnit, 6 * style::kUnit, 7 * style::kUnit, 6 * style::kUnit);
    row->setSpacing(10 * style::kUnit);
    const QSize room = screen()->availableSize().boundedTo(parent ? parent->size() : QSize(kWide, kWide));
    for (const std::vector<KeyGroup>& column : columnsFor(room.width())) {
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(6 * style::kUnit);
        grid->setVerticalSpacing(2 * style::kUnit);
        for (const KeyGroup group : column) addGroup(grid, group, keys, content);
        grid->setRowStretch(grid->rowCount(), 1);
        grid->setColumnStretch(1, 1);
        row->addLayout(grid, 1);
    }
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    QSize size = content->sizeHint();
    const int most = room.height() - kMargin;
    if (size.height() > most) size = {size.width() + scroll->verticalScrollBar()->sizeHint().width(), most};
    resize(size);
}

} // namespace latent
