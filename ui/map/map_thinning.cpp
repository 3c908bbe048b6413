// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_thinning.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace latent {
namespace {

constexpr double kLeeway = 0.15; // of a cell, by which a chosen point may leave it
constexpr int kImageBits = 31;
constexpr std::uint64_t kFree = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kNotHeld = std::uint64_t{1} << 63;
constexpr std::uint64_t kImageMask = (std::uint64_t{1} << kImageBits) - 1;

/// A permutation of all 32-bit numbers (Appleby's MurmurHash3 finaliser).
std::uint32_t shuffled(std::uint32_t image) {
    image = (image ^ (image >> 16)) * 0x85ebca6bU;
    image = (image ^ (image >> 13)) * 0xc2b2ae35U;
    return image ^ (image >> 16);
}

std::uint64_t claimOf(std::size_t image) {
    return std::uint64_t{shuffled(static_cast<std::uint32_t>(image))} << kImageBits | image;
}

/// Finer cells would tell apart what floats do not.
int finestLevel(const QRectF& area) {
    const double farthest = std::max(
        {std::abs(area.left()), std::abs(area.right()), std::abs(area.top()), std::abs(area.bottom())});
    return std::ilogb(std::max(farthest, std::numeric_limits<double>::min())) -
           std::numeric_limits<float>::digits;
}

double nearestInside(double at, double low, double size) {
    return std::clamp(at, low, std::nextafter(low + size, low));
}

} // namespace

double MapThinning::cellSize() const {
    return std::ldexp(1, m_level);
}

QRectF MapThinning::areaOf(QPoint cell) const {
    const double size = cellSize();
    return {cell.x() * size, cell.y() * size, size, size};
}

QPoint MapThinning::cellOf(QPointF data) const {
    const auto index = [this](double at) { return static_cast<int>(std::floor(std::ldexp(at, -m_level))); };
    return {index(data.x()), index(data.y())};
}

void MapThinning::reset() {
    m_cells = {};
    m_kept.clear();
    m_held.clear();
    m_isHeld.clear();
}

void MapThinning::holdChosen(const SplatPoints& points) {
    const double leeway = kLeeway * cellSize();
    m_held = m_kept;
    m_isHeld.assign(points.x.size(), 0);
    std::erase_if(m_held,
                  [&](const Kept& kept) { return kept.image >= static_cast<Index>(points.x.size()); });
    for (Kept& kept : m_held) {
        const auto i = static_cast<std::size_t>(kept.image);
        m_isHeld[i] = 1;
        kept.within = QPointF(points.x[i], points.y[i]);
        const QRectF cell = areaOf(kept.cell);
        if (cell.adjusted(-leeway, -leeway, leeway, leeway).contains(kept.within))
            kept.within = {nearestInside(kept.within.x(), cell.left(), cell.width()),
                           nearestInside(kept.within.y(), cell.top(), cell.height())};
    }
}

void MapThinning::claim(QPointF at, Claim by) {
    if (!std::isfinite(at.x()) || !std::isfinite(at.y())) return;
    const double column = std::floor(std::ldexp(at.x(), -m_level)) - m_cells.left();
    const double row = std::floor(std::ldexp(at.y(), -m_level)) - m_cells.top();
    if (!(column >= 0 && column < m_cells.width() && row >= 0 && row < m_cells.height())) return;
    Claim& cell = m_claims[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_cells.width()) +
                           static_cast<std::size_t>(column)];
    cell = std::min(cell, by);
}

void MapThinning::place(const SplatPoints& points, std::span<const std::uint8_t> shown,
                        const MapViewport& view, double leastCell) {
    const QRectF area = view.area();
    m_level =
        std::max(static_cast<int>(std::ceil(std::log2(leastCell * view.unitsPerPixel()))), finestLevel(area));
    m_cells = QRect(cellOf(area.topLeft()), cellOf(area.bottomRight()));
    m_claims.assign(static_cast<std::size_t>(m_cells.width()) * static_cast<std::size_t>(m_cells.height()),
                    kFree);
    const auto isShown = [&](std::size_t i) {
        return points.classes[i] < shown.size() && shown[points.classes[i]];
    };
    for (const Kept& held : m_held)
        if (const auto i = static_cast<std::size_t>(held.image); i < points.x.size() && isShown(i))
            claim(held.within, claimOf(i));
    // In floats, which a power of two scales without rounding; NaN is in no cell.
    const float scale = std::ldexp(1.0F, -m_level);
    const auto left = static_cast<float>(m_cells.left()), bottom = static_cast<float>(m_cells.top());
    const auto columns = static_cast<float>(m_cells.width()), rows = static_cast<float>(m_cells.height());
    const auto stride = static_cast<std::size_t>(m_cells.width());
    for (std::size_t i = 0; i < points.x.size(); ++i) {
        const float column = std::floor(points.x[i] * scale) - left;
        const float row = std::floor(points.y[i] * scale) - bottom;
        const bool inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows);
        if (!inside || !isShown(i) || (!m_isHeld.empty() && m_isHeld[i])) continue;
        Claim& cell = m_claims[static_cast<std::size_t>(row) * stride + static_cast<std::size_t>(column)];
        cell = std::min(cell, kNotHeld | claimOf(i));
    }
    collect(points);
}

void MapThinning::collect(const SplatPoints& points) {
    m_kept.clear();
    for (std::size_t at = 0; at < m_claims.size(); ++at) {
        if (m_claims[at] == kFree) continue;
        const auto i = static_cast<std::size_t>(m_claims[at] & kImageMask);
        const auto width = static_cast<std::size_t>(m_cells.width());
        const QPoint cell =
            m_cells.topLeft() + QPoint(static_cast<int>(at % width), static_cast<int>(at / width));
        const QRectF area = areaOf(cell);
        m_kept.push_back({static_cast<Index>(i),
                          cell,
                          {nearestInside(points.x[i], area.left(), area.width()),
                           nearestInside(points.y[i], area.top(), area.height())}});
    }
}

} // namespace latent
