// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

namespace latent {

/// A covariance in the plane of the map, in data coordinates.
struct PlaneCovariance {
    double xx = 0;
    double xy = 0;
    double yy = 0;

    /// Of a diagonal Gaussian of the latent space, [latent], as a projection shows it: A diag(σ²) Aᵀ.
    static PlaneCovariance of(const Projection& projection, const Vector& sigma);

    /// A matrix whose square in this sense, L Lᵀ, is the covariance: its columns (Cholesky). An ellipse of k
    /// σ is k L (cos t, sin t).
    std::array<QPointF, 2> roots() const {
        const double a = std::sqrt(std::max(xx, 0.0));
        const double b = a > 0 ? xy / a : 0;
        return {QPointF(a, b), QPointF(0, std::sqrt(std::max(yy - b * b, 0.0)))};
    }
};

/// What is marked on the map: the current point, the selected image, its neighbours.
struct MapMarkers {
    static constexpr double kPointRadius = 8; // pixels, the ring of the current point

    /// In data coordinates.
    std::optional<QPointF> point;
    std::optional<QPointF> selected;
    std::vector<QPointF> neighbours;          // nearest first
    std::optional<PlaneCovariance> posterior; // of the selected image: drawn at 1 and 2 σ

    /// What paint() may touch.
    template <class ToPixel>
    QRegion area(ToPixel toPixel) const {
        QPolygonF all;
        if (point) all << toPixel(*point);
        if (selected) all << toPixel(*selected);
        for (const QPointF& neighbour : neighbours) all << toPixel(neighbour);
        if (selected && posterior) all << posteriorOutline(2, toPixel);
        if (all.isEmpty()) return {};
        return all.boundingRect().adjusted(-kReach, -kReach, kReach, kReach).toAlignedRect();
    }

    /// toPixel maps data to the painter's coordinates; palette gives the theme.
    template <class ToPixel>
    void paint(QPainter& painter, const QPalette& palette, ToPixel toPixel) const {
        if (selected && posterior) {
            for (const double sigmas : {2.0, 1.0})
                paintEllipse(painter, palette, posteriorOutline(sigmas, toPixel));
        }
        std::vector<QPointF> pixels;
        for (const QPointF& neighbour : neighbours) pixels.push_back(toPixel(neighbour));
        paintAt(painter, palette, point ? std::optional(toPixel(*point)) : std::nullopt,
                selected ? std::optional(toPixel(*selected)) : std::nullopt, pixels);
    }

  private:
    static constexpr int kEllipsePoints = 64;
    static constexpr double kReach = 32; // pixels: of a neighbour's number from its point

    /// Of the selected image's posterior, both of which there must be.
    template <class ToPixel>
    QPolygonF posteriorOutline(double sigmas, ToPixel toPixel) const {
        const std::array<QPointF, 2> roots = posterior->roots();
        QPolygonF outline;
        for (int i = 0; i < kEllipsePoints; ++i) {
            const double t = 2 * std::numbers::pi * i / kEllipsePoints;
            outline << toPixel(*selected + sigmas * (std::cos(t) * roots[0] + std::sin(t) * roots[1]));
        }
        return outline;
    }
    static void paintEllipse(QPainter& painter, const QPalette& palette, const QPolygonF& outline);
    static void paintAt(QPainter& painter, const QPalette& palette, std::optional<QPointF> point,
                        std::optional<QPointF> selected, const std::vector<QPointF>& neighbours);
};

} // namespace latent
