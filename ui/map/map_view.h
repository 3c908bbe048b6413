// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ask/latest_query.h"
#include "ui/map/map_scenery.h"
#include "ui/state/view.h"

class QImage;
class QPainter;

namespace latent {

class Exploration;
class MapCanvas;
class MapHeader;

/// The map: every image of the set as a point of the latent space. Its header chooses what all maps show.
class MapView : public View {
    Q_OBJECT
  public:
    explicit MapView(Exploration* exploration, QWidget* parent = nullptr);

    MapCanvas* canvas() const { return m_canvas; }
    QSize pictureSize() const override;
    QWidget* header() const override;
    bool isPlot() const override { return true; }
    void renderTo(QPainter& painter, QSize size) override;

  public slots:
    /// The map is turned, mirrored, scaled and shifted onto that of another run; null: as it is. The other
    /// outlives this.
    void alignWith(const Exploration* other);
    void fit();
    void setRawPixels(bool raw) override;

  private:
    void askFrame();

    Exploration* m_exploration;
    const Exploration* m_other = nullptr; // with whose map this one is aligned
    MapCanvas* m_canvas;
    MapHeader* m_header;
    LatestQuery m_frame;
    MapScenery m_scenery;
};

} // namespace latent
