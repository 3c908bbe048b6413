// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/ask/grid_decoder.h"
#include "ui/ask/renewal.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QScrollArea;

namespace latent {

class ImageGridView;

/// What each dimension does to the current point: a row for each, from its lowest to its highest value. The
/// dimensions that carry most come first.
class TraversalPanel : public QWidget {
    Q_OBJECT
  public:
    explicit TraversalPanel(Exploration* exploration, QWidget* parent = nullptr);

    ImageGridView* grid() const { return m_grid; }
    /// Dimension of each row.
    const std::vector<int>& order() const { return m_order; }

  public slots:
    void setRawPixels(bool raw);

  signals:
    void failed(const QString& sentence);

  private:
    int frames() const;
    void ask();
    void takeSnapshot();
    void showGrid(const ImageGrid& grid);

    Exploration* m_exploration;
    QLabel* m_empty;
    QComboBox* m_frames;
    QScrollArea* m_scroll;
    ImageGridView* m_grid;
    std::vector<int> m_order;
    Matrix m_points; // [latent, cells] of what is shown
    GridDecoder m_decoder;
    Renewal m_renewal;
};

} // namespace latent
