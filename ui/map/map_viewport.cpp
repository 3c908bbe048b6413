// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_viewport.h"

#include <algorithm>
#include <cmath>

namespace latent {

namespace {
constexpr double kMargin = 0.07;    // of the view, on each side, after a fit
constexpr double kTooSmall = 0.62;  // shrinks when the points need less than this share of the view
constexpr double kStep = 0.35;      // of the way to the goal in one step
constexpr double kArrived = 0.01;   // of the view
constexpr double kMostZoom = 5'000; // closer than fitted
constexpr double kLeastZoom = 1 / 20.0;
constexpr double kLeastExtent = 1e-6; // data units: an area of no size (all points alike) is shown as this
} // namespace

void MapViewport::setSize(QSizeF pixels) {
    m_size = pixels.expandedTo(QSizeF(1, 1));
}

MapViewport MapViewport::scaledTo(QSizeF pixels) const {
    MapViewport other = *this;
    other.setSize(pixels);
    other.m_unitsPerPixel *=
        std::max(m_size.width() / other.m_size.width(), m_size.height() / other.m_size.height());
    return other;
}

QRectF MapViewport::area() const {
    const QSizeF units = m_size * m_unitsPerPixel;
    return {m_centre.x() - 0.5 * units.width(), m_centre.y() - 0.5 * units.height(), units.width(),
            units.height()};
}

QPointF MapViewport::toPixel(QPointF data) const {
    return {0.5 * m_size.width() + (data.x() - m_centre.x()) / m_unitsPerPixel,
            0.5 * m_size.height() - (data.y() - m_centre.y()) / m_unitsPerPixel};
}

QPointF MapViewport::toData(QPointF pixel) const {
    return {m_centre.x() + (pixel.x() - 0.5 * m_size.width()) * m_unitsPerPixel,
            m_centre.y() - (pixel.y() - 0.5 * m_size.height()) * m_unitsPerPixel};
}

MapViewport::Goal MapViewport::goalFor(const QRectF& area) const {
    const double shown = 1 - 2 * kMargin;
    const double perPixel =
        std::max(area.width() / (shown * m_size.width()), area.height() / (shown * m_size.height()));
    return {area.center(), std::max(perPixel, kLeastExtent)};
}

void MapViewport::fit(const QRectF& area) {
    const Goal goal = goalFor(area);
    m_centre = goal.centre;
    m_unitsPerPixel = m_fittedUnitsPerPixel = goal.unitsPerPixel;
    m_known = m_following = true;
    m_adapting = false;
}

void MapViewport::reset() {
    m_known = false;
    m_following = true;
    m_adapting = false;
}

std::optional<MapWindow> MapViewport::window() const {
    if (m_following) return std::nullopt;
    return MapWindow{m_centre.x(), m_centre.y(), m_unitsPerPixel};
}

void MapViewport::show(const MapWindow& window) {
    if (!(window.unitsPerPixel > 0)) return;
    m_centre = {window.x, window.y};
    m_unitsPerPixel = window.unitsPerPixel;
    m_known = true;
    m_following = m_adapting = false;
}

bool MapViewport::follow(const QRectF& area) {
    if (!m_known) {
        fit(area);
        return false;
    }
    const Goal goal = goalFor(area);
    m_fittedUnitsPerPixel = goal.unitsPerPixel;
    if (!m_following) return false;
    const QRectF view = this->area();
    const bool outgrown = area.left() < view.left() || area.right() > view.right() ||
                          area.top() < view.top() || area.bottom() > view.bottom();
    if (outgrown || goal.unitsPerPixel < kTooSmall * m_unitsPerPixel) m_adapting = true;
    if (!m_adapting) return false;
    m_centre += kStep * (goal.centre - m_centre);
    m_unitsPerPixel *= std::pow(goal.unitsPerPixel / m_unitsPerPixel, kStep);
    const QPointF rest = (goal.centre - m_centre) / m_unitsPerPixel;
    m_adapting = std::hypot(rest.x(), rest.y()) > kArrived * m_size.width() ||
                 std::abs(std::log(goal.unitsPerPixel / m_unitsPerPixel)) > kArrived;
    return m_adapting;
}

void MapViewport::zoomAt(QPointF pixel, double factor) {
    const QPointF held = toData(pixel);
    m_unitsPerPixel = std::clamp(m_unitsPerPixel / factor, m_fittedUnitsPerPixel / kMostZoom,
                                 m_fittedUnitsPerPixel / kLeastZoom);
    m_centre += held - toData(pixel);
    m_following = m_adapting = false;
}

void MapViewport::panBy(QPointF pixels) {
    m_centre += QPointF(-pixels.x(), pixels.y()) * m_unitsPerPixel;
    m_following = m_adapting = false;
}

} // namespace latent
