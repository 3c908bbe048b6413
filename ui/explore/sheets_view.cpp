// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/sheets_view.h"

#include "ui/controls/choice_grid.h"
#include "ui/controls/style.h"
#include "ui/explore/manifold_panel.h"
#include "ui/explore/prior_panel.h"
#include "ui/explore/traversal_panel.h"
#include "ui/state/exploration.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace latent {

SheetsView::SheetsView(Exploration* exploration, QWidget* parent)
    : View({"sheets", tr("Sheets"), tr("Sheet…"), Place::Tab, Qt::ALT | Qt::Key_5}, parent)
    , m_exploration(exploration)
    , m_choice(new ChoiceGrid({tr("Prior"), tr("Manifold"), tr("Traversals")}, 3, this))
    , m_sheets(new QStackedWidget(this))
    , m_prior(new PriorPanel(exploration))
    , m_manifold(new ManifoldPanel(exploration))
    , m_traversals(new TraversalPanel(exploration)) {
    m_choice->setAccessibleName(tr("Which sheet"));
    for (QWidget* const sheet : {static_cast<QWidget*>(m_prior), static_cast<QWidget*>(m_manifold),
                                 static_cast<QWidget*>(m_traversals)})
        m_sheets->addWidget(sheet); // in the order of Sheet
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_choice->setContentsMargins(style::kEdge, 3 * style::kUnit, style::kEdge, style::kUnit);
    layout->addWidget(m_choice);
    layout->addWidget(m_sheets, 1);
    connect(m_choice, &ChoiceGrid::chosen, this,
            [this](int sheet) { m_exploration->setSheet(static_cast<Sheet>(sheet)); });
    connect(exploration, &Exploration::sheetChanged, this, &SheetsView::showSheet);
    connect(m_prior, &PriorPanel::failed, this, &View::failed);
    connect(m_manifold, &ManifoldPanel::failed, this, &View::failed);
    connect(m_traversals, &TraversalPanel::failed, this, &View::failed);
    showSheet();
}

void SheetsView::showSheet() {
    const auto sheet = static_cast<int>(m_exploration->looking().sheet);
    m_choice->setCurrent(sheet);
    m_sheets->setCurrentIndex(sheet);
}

void SheetsView::setRawPixels(bool raw) {
    m_prior->setRawPixels(raw);
    m_manifold->setRawPixels(raw);
    m_traversals->setRawPixels(raw);
}

} // namespace latent
