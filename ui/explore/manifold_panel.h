// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/ask/grid_decoder.h"
#include "ui/ask/renewal.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSlider;

namespace latent {

class AxisCaption;
class ImageGridView;

/// Decoder means over a plane of two latent dimensions; the mouse moves the point in it.
class ManifoldPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ManifoldPanel(Exploration* exploration, QWidget* parent = nullptr);

    int xDimension() const { return m_x; }
    int yDimension() const { return m_y; }
    int side() const;
    ImageGridView* grid() const { return m_grid; }

  public slots:
    void showManifold(const latent::Manifold& manifold);
    /// Choosing one dimension twice swaps the two.
    void setDimensions(int x, int y);
    void setRawPixels(bool raw);

  signals:
    /// What it asked could not be answered.
    void failed(const QString& sentence);
    void manifoldShown(const latent::Manifold& manifold, const latent::Evidence& evidence);

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void build();
    void takeSnapshot();
    void fillCombos();
    void chooseDefault();
    void ask();
    void showMarker();
    void takeDrag(QPointF cells);
    void showCaptions();
    void nudge(int dimension, float steps);

    Exploration* m_exploration;
    QLabel* m_head;
    QLabel* m_explanation;
    QLabel* m_empty;
    QWidget* m_controls;
    QComboBox* m_xCombo;
    QComboBox* m_yCombo;
    QSlider* m_side;
    QLabel* m_sideText;
    QWidget* m_plot;
    AxisCaption* m_xCaption;
    AxisCaption* m_yCaption;
    ImageGridView* m_grid;
    Manifold m_shown; // without its images
    int m_latent = 0;
    int m_x = 0;
    int m_y = 1;
    bool m_chosen = false; // by the person: then no default follows the KL
    Manifold m_asked;      // without its images
    GridDecoder m_decoder;
    Renewal m_renewal;
};

} // namespace latent
