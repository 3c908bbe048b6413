// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/datasets_dialog.h"

#include "ui/controls/style.h"
#include "ui/data/dataset_card.h"

#include <QFrame>
#include <QScrollArea>
#include <QVBoxLayout>

namespace latent {

namespace {

constexpr QSize kDialogSize{800, 640};

} // namespace

DatasetsDialog::DatasetsDialog(const std::vector<PublishedSet>& sets, QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Data sets"));
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(6 * style::kUnit, 3 * style::kUnit, 6 * style::kUnit, 3 * style::kUnit);
    column->setSpacing(0);
    for (const PublishedSet& set : sets) {
        if (!m_cards.empty()) {
            auto* line = new QFrame(list);
            line->setFrameShape(QFrame::HLine);
            column->addWidget(line);
        }
        addCard(set, list);
    }
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(list);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    resize(kDialogSize);
}

void DatasetsDialog::addCard(const PublishedSet& set, QWidget* list) {
    const QString name = QString::fromStdString(set.name);
    auto* card = new DatasetCard(set, list);
    card->setObjectName(name);
    list->layout()->addWidget(card);
    m_cards[name] = card;
    connect(card, &DatasetCard::getRequested, this, [this, name] { emit getRequested(name); });
    connect(card, &DatasetCard::pauseRequested, this, [this, name] { emit pauseRequested(name); });
    connect(card, &DatasetCard::resumeRequested, this, [this, name] { emit resumeRequested(name); });
    connect(card, &DatasetCard::cancelRequested, this, [this, name] { emit cancelRequested(name); });
    connect(card, &DatasetCard::openRequested, this, [this, name] { emit openRequested(name); });
}

void DatasetsDialog::setCatalogue(const std::vector<CatalogueEntry>& catalogue) {
    for (const CatalogueEntry& entry : catalogue) {
        const auto card = m_cards.find(QString::fromStdString(entry.name));
        if (card != m_cards.end())
            card->second->setInstalled(entry.available, QString::fromStdString(entry.origin));
    }
}

void DatasetsDialog::showStatus(const QString& name, const DownloadStatus& status) {
    const auto card = m_cards.find(name);
    if (card != m_cards.end()) card->second->showStatus(status);
}

} // namespace latent
