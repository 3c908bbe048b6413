// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/ask/grid_decoder.h"
#include "ui/ask/renewal.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace latent {

class ImageGridView;

/// A grid of fresh draws from the prior (or from the codes' spread), decoded.
class PriorPanel : public QWidget {
    Q_OBJECT
  public:
    explicit PriorPanel(Exploration* exploration, QWidget* parent = nullptr);

    int columns() const; // and as many rows
    ImageGridView* grid() const { return m_grid; }

  public slots:
    void showSamples(const latent::ImageGrid& samples);
    /// One of 4, 6, 8, 10, 12; anything else is left alone.
    void setColumns(int columns);
    void setRawPixels(bool raw);

  signals:
    /// What it asked could not be answered.
    void failed(const QString& sentence);
    void samplesShown(const latent::ImageGrid& samples, const latent::Evidence& evidence);

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void takeSnapshot();
    void setWords(bool prior);
    void drawAgain();
    void askSamples();

    Exploration* m_exploration;
    QLabel* m_head;
    QLabel* m_explanation;
    QLabel* m_empty;
    QComboBox* m_size;
    QPushButton* m_draw;
    ImageGridView* m_grid;
    Matrix m_points; // [latent, cells] of what is shown
    GridDecoder m_samples;
    Renewal m_renewal;
};

} // namespace latent
