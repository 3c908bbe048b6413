// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/posterior_ellipses.h"

#include "ui/map/map_markers.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace latent {
namespace {

constexpr int kCorners = 32; // of the polygon that is drawn for an ellipse
constexpr float kFillOpacity = 0.12F;
constexpr double kLargestFilled = 0.3; // of the view: an untrained model's ellipses fill the map
constexpr std::size_t kMostRemembered = 20'000;

} // namespace

void PosteriorEllipses::reset() {
    m_thinning.reset();
    m_drawn.clear();
    m_known.clear();
}

void PosteriorEllipses::renew() {
    ++m_generation;
    if (m_known.size() > kMostRemembered) m_known.clear();
}

void PosteriorEllipses::place(const SplatPoints& points, std::span<const QColor> colours,
                              const MapViewport& view) {
    m_thinning.place(points, visibleClasses(colours), view, kLeastRoom);
    m_drawn.clear();
    for (const MapThinning::Kept& kept : m_thinning.kept()) {
        const auto i = static_cast<std::size_t>(kept.image);
        m_drawn.push_back(
            {static_cast<std::uint32_t>(i), QPointF(points.x[i], points.y[i]), colours[points.classes[i]]});
    }
}

std::vector<std::uint32_t> PosteriorEllipses::missing(std::size_t most) const {
    std::vector<std::uint32_t> unknown, old;
    for (const Drawn& drawn : m_drawn) {
        const auto known = m_known.find(drawn.image);
        if (known == m_known.end())
            unknown.push_back(drawn.image);
        else if (known->second.generation != m_generation)
            old.push_back(drawn.image);
    }
    unknown.insert(unknown.end(), old.begin(), old.end());
    if (unknown.size() > most) unknown.resize(most);
    return unknown;
}

void PosteriorEllipses::put(const std::vector<std::uint32_t>& images, const Matrix& sigma) {
    for (std::size_t i = 0; i < images.size(); ++i)
        m_known[images[i]] = {sigma.col(static_cast<Index>(i)), m_generation};
}

const Vector* PosteriorEllipses::sigmaOf(const Drawn& drawn, const Projection& projection) const {
    const auto known = m_known.find(drawn.image);
    if (known == m_known.end() || known->second.sigma.size() != projection.axes.cols()) return nullptr;
    return known->second.sigma.allFinite() ? &known->second.sigma : nullptr;
}

std::size_t PosteriorEllipses::count(const Projection& projection) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        m_drawn, [&](const Drawn& drawn) { return sigmaOf(drawn, projection) != nullptr; }));
}

void PosteriorEllipses::paint(QPainter& painter, const MapViewport& view,
                              const Projection& projection) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF outline(kCorners);
    for (const Drawn& drawn : m_drawn) {
        const Vector* const sigma = sigmaOf(drawn, projection);
        if (sigma == nullptr) continue;
        const std::array<QPointF, 2> roots = PlaneCovariance::of(projection, *sigma).roots();
        for (int i = 0; i < kCorners; ++i) {
            const double t = 2 * std::numbers::pi * i / kCorners;
            outline[i] = view.toPixel(drawn.centre + std::cos(t) * roots[0] + std::sin(t) * roots[1]);
        }
        QColor fill = drawn.colour;
        fill.setAlphaF(kFillOpacity * fill.alphaF());
        const bool small = outline.boundingRect().width() < kLargestFilled * view.size().width();
        painter.setBrush(small ? QBrush(fill) : QBrush(Qt::NoBrush));
        painter.setPen(QPen(drawn.colour, 1));
        painter.drawPolygon(outline);
    }
    painter.restore();
}

} // namespace latent
