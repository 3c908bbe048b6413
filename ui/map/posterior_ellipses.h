// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/map/map_thinning.h"

#include <QPainter>

#include <unordered_map>

namespace latent {

/// How sure the encoder is of some of the images in view: the ellipse of one σ of each one's posterior,
/// around its point. The images are spread over the view (see MapThinning).
class PosteriorEllipses {
  public:
    static constexpr double kLeastRoom = 56; // logical pixels that an image has for itself

    /// As in ImageScatter::place.
    void place(const SplatPoints& points, std::span<const QColor> colours, const MapViewport& view);
    void pointsMoved(const SplatPoints& points) { m_thinning.holdChosen(points); }
    /// Other images: forgets all.
    void reset();

    /// The model has changed: all are to be asked for anew, and are shown as they were until then.
    void renew();
    /// At most so many images whose σ of the present model is missing; those that are not shown yet first.
    std::vector<std::uint32_t> missing(std::size_t most) const;
    /// sigma [latent, images].
    void put(const std::vector<std::uint32_t>& images, const Matrix& sigma);
    /// Ellipses that paint() draws.
    std::size_t count(const Projection& projection) const;
    void paint(QPainter& painter, const MapViewport& view, const Projection& projection) const;

  private:
    struct Drawn {
        std::uint32_t image;
        QPointF centre; // data
        QColor colour;
    };
    struct Known {
        Vector sigma; // [latent]
        std::int64_t generation = -1;
    };
    const Vector* sigmaOf(const Drawn& drawn, const Projection& projection) const;

    MapThinning m_thinning;
    std::vector<Drawn> m_drawn;
    std::unordered_map<std::uint32_t, Known> m_known;
    std::int64_t m_generation = 0;
};

} // namespace latent
