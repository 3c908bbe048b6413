// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/selection_summary.h"
#include "ui/ask/latest_query.h"
#include "ui/ask/renewal.h"
#include "ui/images/image_menu.h"
#include "ui/state/view.h"

class QBoxLayout;
class QComboBox;
class QLabel;
class QPushButton;

namespace latent {

class ClassBars;
class ContactSheet;
class ImageView;
class NamedSetList;

/// The images that were selected together: how many of which class, what they look like on average, all of
/// them as a sheet, and what can be done with them.
class SelectionView : public View {
    Q_OBJECT
  public:
    explicit SelectionView(Exploration* exploration, QWidget* parent = nullptr);

    ImageView* meanImage() const { return m_meanImage; }
    ImageView* decodedMean() const { return m_decoded; }
    ClassBars* bars() const { return m_bars; }
    ContactSheet* sheet() const { return m_sheet; }
    NamedSetList* namedSets() const { return m_named; }
    /// What is shown; null: nothing is selected, or nothing is known yet.
    std::shared_ptr<const SelectionSummary> summary() const { return m_summary; }

  public slots:
    void setRawPixels(bool raw) override;

  signals:
    void fileActionRequested(latent::Index image, latent::FileAction action);
    /// The summary of another selection, or of another moment, is shown.
    void summaryShown();

  private:
    void buildHead(QBoxLayout* column);
    void buildMeans(QBoxLayout* column);
    void buildSheet(QBoxLayout* column);
    void buildNamed(QBoxLayout* column);
    void connectExploration();
    void ask();
    void askOrder();
    void takeChosen();
    void showSummary();
    void showSets();
    void showHidden();
    void nameChosen();
    void invert();

    Exploration* m_exploration;
    QWidget* m_body;
    QWidget* m_content; // while something is selected
    QLabel* m_empty;
    QLabel* m_count;
    QComboBox* m_combine;
    ImageView* m_meanImage;
    ImageView* m_decoded;
    QPushButton* m_hide;
    QPushButton* m_alone;
    QPushButton* m_showAll;
    QLabel* m_classesHead;
    ClassBars* m_bars;
    QComboBox* m_order;
    ContactSheet* m_sheet;
    QLabel* m_namedHead;
    NamedSetList* m_named;
    std::shared_ptr<const SelectionSummary> m_summary;
    LatestQuery m_query;
    LatestQuery m_orderQuery;
    Renewal m_renewal;
};

} // namespace latent
