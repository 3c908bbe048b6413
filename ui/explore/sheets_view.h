// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/view.h"

class QStackedWidget;

namespace latent {

class ChoiceGrid;
class Exploration;
class ManifoldPanel;
class PriorPanel;
class TraversalPanel;

/// Sheets of decoded images, one at a time: draws from the prior, a plane of two dimensions, or what each
/// dimension does.
class SheetsView : public View {
    Q_OBJECT
  public:
    explicit SheetsView(Exploration* exploration, QWidget* parent = nullptr);

    PriorPanel* prior() const { return m_prior; }
    ManifoldPanel* manifold() const { return m_manifold; }
    TraversalPanel* traversals() const { return m_traversals; }

  public slots:
    void setRawPixels(bool raw) override;

  private:
    void showSheet();

    Exploration* m_exploration;
    ChoiceGrid* m_choice;
    QStackedWidget* m_sheets;
    PriorPanel* m_prior;
    ManifoldPanel* m_manifold;
    TraversalPanel* m_traversals;
};

} // namespace latent
