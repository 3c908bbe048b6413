// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/ask/renewal.h"
#include "ui/ask/strips_decoder.h"
#include "ui/state/view.h"

#include <QElapsedTimer>

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
    /// Moves the point to a draw from the prior, or from the codes' spread.
    void drawPoint();
    void takeSelection();

  signals:
    /// Some of them; see StripsDecoder.
    void stripsShown(const latent::FilmStrips& strips, const latent::Evidence& evidence);
    void nearestShown(const std::vector<latent::Index>& images, const latent::Evidence& evidence);
    /// How long the point took from being asked for to its picture.
    void decodeTimed(double milliseconds);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void build();
    void connectQuestions();
    void askStrips();
    void takeStrips(const FilmStrips& strips, const Evidence& evidence);
    void askNearest();
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
    StripsDecoder m_strips;
    LatestQuery m_nearestQuery;
    Renewal m_stripsRenewal;
    Renewal m_nearestRenewal;
    QElapsedTimer m_sinceAsked; // the strips
    std::uint64_t m_pointSeed = 1;
};

} // namespace latent
