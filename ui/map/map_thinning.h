// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"
#include "ui/map/map_viewport.h"
#include "ui/map/splat_points.h"

#include <QPoint>
#include <QRect>

#include <cstdint>
#include <span>
#include <vector>

namespace latent {

/// Chooses points so that each has a square cell of the map for itself. Cells hold still in the data while
/// the view moves, and are powers of two wide: whoever is first in a cell is first in its quarters too, so
/// that moving the view changes nothing and coming closer only adds. Who is first is a fixed shuffle of the
/// image numbers; when points move, those that were chosen go before all others, and keep their cell until
/// they have left it by some way.
class MapThinning {
  public:
    struct Kept {
        Index image = 0;
        QPoint cell;    // column to the right, row upwards, from the origin of the data
        QPointF within; // data: the point, or where its cell is nearest to it
    };

    /// points: of which shown[class] is 0 or which are not finite are left out. A cell is at least leastCell
    /// logical pixels wide, and less than twice as wide.
    void place(const SplatPoints& points, std::span<const std::uint8_t> shown, const MapViewport& view,
               double leastCell);
    /// Call before place() where points are elsewhere than before.
    void holdChosen(const SplatPoints& points);
    /// Other images.
    void reset();

    /// At most one a cell, all cells that are in view, row by row.
    const std::vector<Kept>& kept() const { return m_kept; }
    /// Width of a cell, in data units.
    double cellSize() const;
    /// In data units, y upwards.
    QRectF areaOf(QPoint cell) const;

  private:
    /// The lowest claim has the cell.
    using Claim = std::uint64_t;
    void claim(QPointF at, Claim by);
    QPoint cellOf(QPointF data) const;
    void collect(const SplatPoints& points);

    int m_level = 0;             // cells are 2^level wide
    QRect m_cells;               // in view
    std::vector<Claim> m_claims; // [cells in view]
    std::vector<Kept> m_kept;
    std::vector<Kept> m_held;           // chosen before the points moved
    std::vector<std::uint8_t> m_isHeld; // [images]; empty: none
};

} // namespace latent
