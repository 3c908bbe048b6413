// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/values/clusters.h"
#include "core/explore/values/image_values.h"
#include "ui/ask/long_query.h"
#include "ui/ask/renewal.h"
#include "ui/map/map_colouring.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>

class QWidget;

namespace latent {

class MapLegend;
class PointCloud;

/// Colours the points of a map and fills its legend, as the Exploration asks. What has to be computed from
/// the model is asked for, and renewed now and then while training goes on.
class CloudColours : public QObject {
    Q_OBJECT
  public:
    /// All outlive this; the colours suit the palette of `map`.
    CloudColours(Exploration* exploration, PointCloud* cloud, MapLegend* legend, QWidget* map);

    void colour();
    /// The palette is another.
    void adoptPalette();
    /// "reconstruction loss", "mean of z₃"
    static QString nameOf(const MapColour& colour, const ImageDataset* dataset);

  signals:
    /// Other points are shown, or other colours.
    void changed();
    /// What colours the points is being computed: 0 … 1; 1: it is there.
    void progressed(double fraction);
    void failed(const QString& sentence);

  private:
    void connectExploration();
    void takeColouring();
    void forget();
    void ask();
    void askIfCheap();
    void showHiddenClasses();
    void takeLegend(const std::set<int>& asked);
    MapColouring colouring(const ImageDataset& dataset);
    MapColouring colouringBySplit(const ImageDataset& dataset) const;
    void fillLegend(const ImageDataset& dataset, const MapColouring& colouring);
    QStringList groupNames(const ImageDataset& dataset) const;
    bool isByClass() const { return m_exploration->colour().by == MapColour::By::Class; }

    Exploration* m_exploration;
    PointCloud* m_cloud;
    MapLegend* m_legend;
    QWidget* m_map;
    LongQuery m_query;
    Renewal m_renewal;
    QElapsedTimer m_asked; // since the question under way, or the last one
    qint64 m_tookMs = 0;   // the last answer
    QTimer m_later;        // for what was too early
    MapColour m_known;     // what m_values or m_clusters are
    std::shared_ptr<const ImageValues> m_values;
    std::shared_ptr<const Clusters> m_clusters;
    std::vector<std::uint16_t> m_groups; // [images] row of the legend, where it lists groups
};

} // namespace latent
