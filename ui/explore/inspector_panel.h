// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/ask/latest_query.h"
#include "ui/ask/renewal.h"
#include "ui/images/image_menu.h"
#include "ui/state/view.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace latent {

class CodeNumbers;
class ElidedLabel;
class ImageGridView;
class ImageView;

/// One image of the set as the model sees it, its code, its loss and its neighbours.
class InspectorPanel : public View {
    Q_OBJECT
  public:
    explicit InspectorPanel(Exploration* exploration, QWidget* parent = nullptr);

    CodeNumbers* codeNumbers() const { return m_code; }
    ImageGridView* neighbourImages() const { return m_neighbours; }
    ImageView* reconstruction() const { return m_reconstruction; }

  public slots:
    void showInspection(const latent::Inspection& inspection);
    void setRawPixels(bool raw) override;
    /// Selects the next neighbour of the image that the walk began at; back past the first: that image again.
    void stepNeighbour(int step);
    /// Selects the image that many places on in the set.
    void stepImage(int step);
    /// Sets the point to the shown image's code.
    void decodeCode();

  signals:
    void inspectionShown(const latent::Inspection& inspection, const latent::Evidence& evidence);
    void fileActionRequested(latent::Index image, latent::FileAction action);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void buildHead(QVBoxLayout* layout);
    void buildImages(QVBoxLayout* layout);
    void buildCode(QVBoxLayout* layout);
    void connectQuestion();
    void ask();
    void take(const Inspection& inspection, const Evidence& evidence);
    void takeSelection();
    void showName();
    void showLoss();
    void showNeighbours();
    void goToTyped();
    Index neighbourAt(QPoint point) const;

    Exploration* m_exploration;
    QWidget* m_body;
    QLabel* m_empty;
    QLabel* m_name;
    QLabel* m_place;
    ElidedLabel* m_file;
    QLineEdit* m_goTo;
    QToolButton* m_previous;
    QToolButton* m_next;
    ImageView* m_original;
    ImageView* m_reconstruction;
    ImageView* m_difference;
    QLabel* m_loss;
    QPushButton* m_decode;
    CodeNumbers* m_code;
    QScrollArea* m_codeArea;
    QWidget* m_codeHead;
    QLabel* m_neighbourHead;
    ImageGridView* m_neighbours;
    Inspection m_shown;
    // The walk through the neighbours of one image: its first entry is that image.
    std::vector<Index> m_walk;
    std::size_t m_walkAt = 0;
    LatestQuery m_query;
    Renewal m_renewal;
};

} // namespace latent
