// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/map/map_viewport.h"
#include "ui/map/splat_points.h"

#include <QLineF>

#include <cstdint>
#include <span>
#include <vector>

namespace latent {

/// How dense points lie, at the nodes of a square grid over what a view shows and a little beyond.
struct DensityField {
    int columns = 0;
    int rows = 0;
    std::vector<float> values; // [rows, columns], from the top; in points a node
    QPointF corner;            // pixels: where node (0, 0) lies in the view
    double cell = 1;           // pixels between nodes

    float at(int column, int row) const {
        return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                      static_cast<std::size_t>(column)];
    }
};

/// Each point is shared out among the four nodes around it; those of a class whose shown[class] is 0, or
/// which are not finite, are left out. The nodes hold still in the data while the view is moved. cell and
/// sigma, of the Gaussian that smooths it, in logical pixels.
DensityField densityField(const SplatPoints& points, std::span<const std::uint8_t> shown,
                          const MapViewport& view, double cell, double sigma);

/// Convolution with a Gaussian of sigma nodes, cut off at three sigma, in both directions.
void smoothField(DensityField& field, double sigma);

/// For each share, the density above which so much of all lies: regions of highest density (Hyndman 1996).
std::vector<float> levelsHolding(const DensityField& field, std::span<const double> shares);

/// The line along which the field is `level`, in pixels of the view, as pieces: at most two in each cell of
/// the grid, joined where cells meet (marching squares; of a saddle, the side of its middle is joined).
std::vector<QLineF> contourLines(const DensityField& field, float level);

} // namespace latent
