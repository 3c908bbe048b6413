// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/tile_ground.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace latent {
namespace {

constexpr std::size_t kMostTiles = 2'500;

int fineLevel(const MapViewport& view) {
    const QRectF area = view.area();
    const double farthest = std::max({std::abs(area.left()), std::abs(area.right()), std::abs(area.top()),
                                      std::abs(area.bottom()), 1e-30});
    return std::max(static_cast<int>(std::ceil(std::log2(TileGround::kLeastSide * view.unitsPerPixel()))),
                    std::ilogb(farthest) - 24); // what floats tell apart
}

/// Tiles of a level that a view shows, y upwards.
QRect tilesIn(const MapViewport& view, int level) {
    const QRectF area = view.area();
    const auto index = [level](double at) { return static_cast<int>(std::floor(std::ldexp(at, -level))); };
    return {QPoint(index(area.left()), index(area.top())), QPoint(index(area.right()), index(area.bottom()))};
}

/// On its way to the ground.
QRgb faded(QRgb pixel, QRgb ground) {
    constexpr auto kShare = static_cast<int>(256 * TileGround::kOpacity);
    const auto mix = [](int value, int under) { return (value * kShare + under * (256 - kShare)) >> 8; };
    return qRgb(mix(qRed(pixel), qRed(ground)), mix(qGreen(pixel), qGreen(ground)),
                mix(qBlue(pixel), qBlue(ground)));
}

} // namespace

double TileKey::side() const {
    return std::ldexp(1, level);
}

QPointF TileKey::middle() const {
    return {(x + 0.5) * side(), (y + 0.5) * side()};
}

std::vector<TileKey> TileGround::tilesOf(const MapViewport& view) {
    std::vector<TileKey> keys;
    const int fine = fineLevel(view);
    for (const int level : {fine + 1, fine}) {
        const QRect tiles = tilesIn(view, level);
        for (int y = tiles.bottom(); y >= tiles.top(); --y)
            for (int x = tiles.left(); x <= tiles.right(); ++x) keys.push_back({level, x, y});
    }
    return keys;
}

void TileGround::put(const TileKey& key, std::vector<std::uint8_t> pixels, const ImageShape& shape) {
    m_tiles[key] = {std::move(pixels), shape, {}, m_round};
}

void TileGround::setTones(const QColor& ground, bool raw) {
    AreaScale::Tones tones = tonesOn(ground, raw);
    for (QRgb& tone : tones) tone = faded(tone, ground.rgb());
    if (tones == m_tones && ground.rgb() == m_ground) return;
    m_tones = tones;
    m_ground = ground.rgb();
    for (auto& [key, tile] : m_tiles) tile.picture = {};
}

const QImage& TileGround::pictureOf(Tile& tile, int side) {
    tile.used = m_round;
    if (tile.picture.width() == side) return tile.picture;
    if (!m_scale || m_scaledShape != tile.shape || m_scaledSide != side) {
        const QSize size = QSize(tile.shape.width, tile.shape.height).scaled(side, side, Qt::KeepAspectRatio);
        m_scale.emplace(tile.shape, size.expandedTo({1, 1}));
        m_scaledShape = tile.shape;
        m_scaledSide = side;
    }
    QImage scaled = m_scale->scaled(tile.pixels, m_tones);
    if (tile.shape.channels >= 3) { // else the tones are faded
        auto* const pixels = reinterpret_cast<QRgb*>(scaled.bits());
        const QRgb ground = m_ground;
        std::transform(pixels, pixels + scaled.sizeInBytes() / qsizetype{sizeof *pixels}, pixels,
                       [ground](QRgb pixel) { return faded(pixel, ground); });
    }
    if (scaled.size() == QSize(side, side)) return tile.picture = std::move(scaled);
    tile.picture = QImage(side, side, QImage::Format_RGB32);
    tile.picture.fill(m_ground);
    QPainter(&tile.picture)
        .drawImage(QPoint((side - scaled.width()) / 2, (side - scaled.height()) / 2), scaled);
    return tile.picture;
}

// Pictures are whole pixels large, and each next one hides what the last one has too much.
void TileGround::paint(QPainter& painter, const MapViewport& view, double scale) {
    ++m_round;
    const int level = fineLevel(view);
    const double width = std::ldexp(1, level) / view.unitsPerPixel() * scale; // device pixels
    const int side = static_cast<int>(std::ceil(width));
    const QRect cells = tilesIn(view, level);
    const QPointF corner =
        scale * view.toPixel({std::ldexp(cells.left(), level), std::ldexp(cells.bottom() + 1, level)});
    painter.save();
    painter.scale(1 / scale, 1 / scale); // a device pixel stays one
    for (int row = 0; row < cells.height(); ++row) {
        for (int column = 0; column < cells.width(); ++column) {
            const TileKey key{level, cells.left() + column, cells.bottom() - row};
            const QPoint at(qRound(corner.x() + column * width), qRound(corner.y() + row * width));
            if (const auto found = m_tiles.find(key); found != m_tiles.end()) {
                painter.drawImage(at, pictureOf(found->second, side));
            } else if (const auto large = m_tiles.find(key.parent()); large != m_tiles.end()) {
                const double half = 0.5 * side;
                const QPointF quarter((key.x & 1) * half, (1 - (key.y & 1)) * half);
                painter.drawImage(QRectF(at, QSizeF(side, side)), pictureOf(large->second, side),
                                  QRectF(quarter, QSizeF(half, half)));
            }
        }
    }
    painter.restore();
    forgetOld();
}

void TileGround::forgetOld() {
    if (m_tiles.size() <= kMostTiles) return;
    std::vector<std::int64_t> rounds;
    for (const auto& [key, tile] : m_tiles) rounds.push_back(tile.used);
    const auto middle = rounds.begin() + static_cast<std::ptrdiff_t>(rounds.size() / 2);
    std::nth_element(rounds.begin(), middle, rounds.end());
    const std::int64_t last = std::min(*middle, m_round - 1);
    std::erase_if(m_tiles, [last](const auto& entry) { return entry.second.used <= last; });
}

} // namespace latent
