// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/map/density_ground.h"
#include "ui/map/image_scatter.h"
#include "ui/map/point_cloud.h"
#include "ui/map/posterior_ellipses.h"
#include "ui/map/tile_ground.h"
#include "ui/state/exploration.h"

namespace latent {

/// What a map draws besides dots and markers, as the Looking has it: images instead of dots, a ground behind
/// them, ellipses above. MapScenery brings what a model has to be asked for.
class MapLayers {
  public:
    /// Outlives this.
    explicit MapLayers(const Exploration* exploration)
        : m_exploration(exploration) {}

    ImageScatter& images() { return m_images; }
    const ImageScatter& images() const { return m_images; }
    TileGround& tiles() { return m_tiles; }
    PosteriorEllipses& ellipses() { return m_ellipses; }

    bool showsImages() const;
    bool showsEllipses() const;
    MapGround ground() const;
    /// Whether there is more than dots on plain ground: a new frame then changes all of the map.
    bool showAnything() const { return showsImages() || showsEllipses() || ground() != MapGround::None; }

    void setRaw(bool raw) { m_raw = raw; }
    void showDataset();
    /// The cloud's points are elsewhere than at the last place().
    void pointsMoved(const PointCloud& cloud);
    /// True: some pictures are still to be made, call it again.
    bool place(const PointCloud& cloud, const MapViewport& view, double scale, const QPalette& palette);

    // Onto the painter's origin, what was placed.
    void paintGround(QPainter& painter, const MapViewport& view, double scale, const QPalette& palette);
    void paintImages(QPainter& painter) { m_images.paint(painter); }
    void paintAbove(QPainter& painter, const MapViewport& view, const QPalette& palette) const;

  private:
    void setTones(const QPalette& palette);

    const Exploration* m_exploration;
    bool m_raw = false;
    QRgb m_tonedGround = 0;
    bool m_tonedRaw = false;
    ImageScatter m_images;
    DensityGround m_density;
    TileGround m_tiles;
    PosteriorEllipses m_ellipses;
};

} // namespace latent
