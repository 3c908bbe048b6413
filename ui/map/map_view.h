// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/view.h"

class QImage;
class QPainter;

namespace latent {

class Exploration;
class MapCanvas;

/// The map with its header: every image of the set as a point of the latent space.
class MapView : public View {
    Q_OBJECT
  public:
    explicit MapView(Exploration* exploration, QWidget* parent = nullptr);

    MapCanvas* canvas() const { return m_canvas; }
    /// The map without its header.
    QSize pictureSize() const override;
    bool isPlot() const override { return true; }
    void renderTo(QPainter& painter, QSize size) override;

  public slots:
    void fit();
    void setRawPixels(bool raw) override;

  private:
    MapCanvas* m_canvas;
};

} // namespace latent
