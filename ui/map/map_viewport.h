// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/looking.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <optional>

namespace latent {

/// Which part of the plane the map shows: equal scale on both axes, y upwards. Follows the points as they
/// move, with hysteresis so that the axes mostly hold still, until a person zooms or pans.
/// Areas are QRectF(xLow, yLow, width, height) in data units.
class MapViewport {
  public:
    /// Logical pixels. The centre and the scale stay; while following, the next follow() corrects them.
    void setSize(QSizeF pixels);
    QSizeF size() const { return m_size; }
    /// A copy for another size that shows at least the same area.
    MapViewport scaledTo(QSizeF pixels) const;

    QRectF area() const;
    double unitsPerPixel() const { return m_unitsPerPixel; }
    /// Pixels from the top left corner of the map.
    QPointF toPixel(QPointF data) const;
    QPointF toData(QPointF pixel) const;

    /// Shows all of the area with a margin, at once, and follows again.
    void fit(const QRectF& area);
    /// One step towards an area that has outgrown the view, or has shrunk well inside it. Jumps the first
    /// time. True if there is some way left to go.
    bool follow(const QRectF& area);
    bool isFollowing() const { return m_following; }
    /// Where a person has moved the view; empty while it follows.
    std::optional<MapWindow> window() const;
    /// Shows this and does not follow.
    void show(const MapWindow& window);
    /// Forgets the view: the next follow() jumps.
    void reset();

    /// factor > 1: closer. The data under the pixel stay there.
    void zoomAt(QPointF pixel, double factor);
    /// The data move along by this many pixels.
    void panBy(QPointF pixels);

  private:
    struct Goal {
        QPointF centre;
        double unitsPerPixel;
    };
    Goal goalFor(const QRectF& area) const;

    QSizeF m_size{400, 300};
    QPointF m_centre{0, 0};
    double m_unitsPerPixel = 0.02;
    double m_fittedUnitsPerPixel = 0.02; // bounds the zoom
    bool m_known = false;
    bool m_following = true;
    bool m_adapting = false;
};

} // namespace latent
