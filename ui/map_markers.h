// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <QPointF>

#include <optional>
#include <vector>

namespace latent {

/// What is marked on the map: the current point, the selected image, its neighbours.
struct MapMarkers {
    static constexpr double kPointRadius = 8; // pixels, the ring of the current point

    /// In data coordinates.
    std::optional<QPointF> point;
    std::optional<QPointF> selected;
    std::vector<QPointF> neighbours; // nearest first

    /// toPixel maps data to the painter's coordinates; palette gives the theme.
    template <class ToPixel>
    void paint(QPainter& painter, const QPalette& palette, ToPixel toPixel) const {
        std::vector<QPointF> pixels;
        for (const QPointF& neighbour : neighbours) pixels.push_back(toPixel(neighbour));
        paintAt(painter, palette, point ? std::optional(toPixel(*point)) : std::nullopt,
                selected ? std::optional(toPixel(*selected)) : std::nullopt, pixels);
    }

  private:
    static void paintAt(QPainter& painter, const QPalette& palette, std::optional<QPointF> point,
                        std::optional<QPointF> selected, const std::vector<QPointF>& neighbours);
};

} // namespace latent
