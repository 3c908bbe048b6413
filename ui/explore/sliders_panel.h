// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/state/exploration.h"
#include "ui/state/view.h"

class QLabel;
class QPushButton;

namespace latent {

class FilmRows;
class ImageGridView;
class ImageView;

/// The decoded point, large, and a film slider for each dimension that moves it.
class SlidersPanel : public View {
    Q_OBJECT
  public:
    explicit SlidersPanel(Exploration* exploration, QWidget* parent = nullptr);

    FilmRows* filmRows() const { return m_rows; }
    ImageView* decodedImage() const { return m_image; }
    ImageGridView* nearestImages() const { return m_nearest; }

  public slots:
    void showStrips(const latent::FilmStrips& strips);
    /// Images of the set whose codes are nearest to the decoded point, nearest first.
    void showNearest(const std::vector<latent::Index>& images);
    void setRawPixels(bool raw) override;
    void zero();
    void takeSelection();

  signals:
    void sampleRequested();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void build();
    QPushButton* makeButton(const QString& name);
    void takeSnapshot();
    void updateButtons();
    bool hasSelectedCode() const;

    Exploration* m_exploration;
    ImageView* m_image;
    QLabel* m_head;
    QLabel* m_explanation;
    QPushButton* m_sample;
    QPushButton* m_zero;
    QPushButton* m_fromSelection;
    QLabel* m_noPrior;
    QLabel* m_empty;
    FilmRows* m_rows;
    QLabel* m_nearestHead;
    ImageGridView* m_nearest;
    std::vector<Index> m_nearestImages;
};

} // namespace latent
