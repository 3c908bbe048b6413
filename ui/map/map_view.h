// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QImage;
class QPainter;

namespace latent {

class Exploration;
class MapCanvas;

/// The map with its header: every image of the set as a point of the latent space.
class MapView : public QWidget {
    Q_OBJECT
  public:
    explicit MapView(Exploration* exploration, QWidget* parent = nullptr);

    MapCanvas* canvas() const { return m_canvas; }
    /// The map without its header, at `scale` device pixels a logical pixel.
    QImage grabImage(double scale) const;
    /// The same into any painter, size in its logical pixels.
    void renderTo(QPainter& painter, QSize size) const;

  public slots:
    void fit();
    /// One-channel images as they are stored, instead of on the theme's ground.
    void setRawImages(bool raw);

  private:
    MapCanvas* m_canvas;
};

} // namespace latent
