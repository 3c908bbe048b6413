// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/map/map_colouring.h"

#include <QObject>

class QWidget;

namespace latent {

class Exploration;
class MapLegend;
class PointCloud;

/// Colours the points of a map and fills its legend, as the Exploration asks.
class CloudColours : public QObject {
    Q_OBJECT
  public:
    /// All outlive this; the colours suit the palette of `map`.
    CloudColours(Exploration* exploration, PointCloud* cloud, MapLegend* legend, QWidget* map);

    void colour();
    /// The palette is another.
    void adoptPalette();

  signals:
    /// Other points are shown, or other colours.
    void changed();

  private:
    void showHiddenClasses();
    void colourByClass(const ImageDataset& dataset);
    void colourByFactor(const ImageDataset& dataset);
    void show(MapColouring colouring);

    Exploration* m_exploration;
    PointCloud* m_cloud;
    MapLegend* m_legend;
    QWidget* m_map;
};

} // namespace latent
