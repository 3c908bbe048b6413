// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_layers.h"

#include "ui/controls/style.h"

namespace latent {
namespace {

/// Leaves the rest of a frame of 16 ms to everything else.
constexpr std::chrono::milliseconds kMakingPictures{6};
constexpr float kFaded = 0.3F; // opacity of images that are not selected

} // namespace

bool MapLayers::showsImages() const {
    const DatasetPtr dataset = m_exploration->dataset();
    return m_exploration->mapStyle() == MapStyle::Images && dataset && dataset->size() > 0;
}

bool MapLayers::showsEllipses() const {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    return m_exploration->showsEllipses() && m_exploration->mapFrame() && snapshot &&
           snapshot->model.objective.latentNoise;
}

MapGround MapLayers::ground() const {
    return m_exploration->mapFrame() ? m_exploration->ground() : MapGround::None;
}

void MapLayers::showDataset() {
    m_images.setDataset(m_exploration->dataset());
    m_ellipses.reset();
    m_tiles.clear();
}

void MapLayers::pointsMoved(const PointCloud& cloud) {
    m_images.pointsMoved(cloud.points());
    m_ellipses.pointsMoved(cloud.points());
}

void MapLayers::setTones(const QPalette& palette) {
    const QColor ground = style::themeOf(palette).ground;
    if (ground.rgb() == m_tonedGround && m_raw == m_tonedRaw) return;
    m_tonedGround = ground.rgb();
    m_tonedRaw = m_raw;
    m_images.setTones(ground, m_raw);
    m_tiles.setTones(ground, m_raw);
}

bool MapLayers::place(const PointCloud& cloud, const MapViewport& view, double scale,
                      const QPalette& palette) {
    if (!showAnything()) return false;
    setTones(palette);
    const SplatPoints points = cloud.points();
    std::vector<QColor> colours = cloud.shownColours();
    const auto below = static_cast<std::size_t>(cloud.below());
    if (below < colours.size() && colours[below].isValid()) colours[below].setAlphaF(kFaded); // not selected
    if (ground() == MapGround::Density) m_density.place(points, visibleClasses(colours), view);
    if (showsEllipses()) m_ellipses.place(points, colours, view);
    if (!showsImages()) return false;
    m_images.place(points, colours, view, m_images.imageSize(cloud.shownCount()), scale);
    return m_images.makeMissing(kMakingPictures);
}

void MapLayers::paintGround(QPainter& painter, const MapViewport& view, double scale,
                            const QPalette& palette) {
    const style::Theme theme = style::themeOf(palette);
    if (ground() == MapGround::Density) m_density.paintBands(painter, theme.ground, theme.accent);
    if (ground() == MapGround::Density && showsImages()) m_density.paintLines(painter, theme.text);
    if (ground() == MapGround::Decoded) m_tiles.paint(painter, view, scale);
}

// Many points would hide the lines; few images are better in front of them.
void MapLayers::paintAbove(QPainter& painter, const MapViewport& view, const QPalette& palette) const {
    if (ground() == MapGround::Density && !showsImages())
        m_density.paintLines(painter, style::themeOf(palette).text);
    if (showsEllipses()) m_ellipses.paint(painter, view, m_exploration->mapFrame()->projection);
}

} // namespace latent
