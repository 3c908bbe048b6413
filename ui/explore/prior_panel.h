// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/state/exploration.h"
#include "ui/state/view.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace latent {

class ImageGridView;

/// A grid of fresh draws from the prior (or from the codes' spread), decoded.
class PriorPanel : public View {
    Q_OBJECT
  public:
    explicit PriorPanel(Exploration* exploration, QWidget* parent = nullptr);

    /// How many samples are wanted: columns() rows of columns().
    int count() const { return columns() * columns(); }
    int columns() const;
    /// Device pixels across which one of them is shown.
    int cellPixels() const;
    ImageGridView* grid() const { return m_grid; }

  public slots:
    void showSamples(const latent::ImageGrid& samples);
    /// One of 4, 6, 8, 10, 12; anything else is left alone.
    void setColumns(int columns);
    void setRawPixels(bool raw) override;

  signals:
    /// The exploration's draws are wanted: count() of them, columns() a row.
    void samplesAsked();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

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
};

} // namespace latent
