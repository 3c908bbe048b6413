// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/tile_ground.h"

#include "ui/controls/paint_bands.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace latent {
namespace {

constexpr std::size_t kMostTiles = 8'000;
constexpr std::array<double, 3> kTileSteps{1.6, 1.25,
                                           1}; // of the least side: pictures are scaled up by little

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

QRgb towards(QRgb pixel, const QColor& ground, int opacity) {
    const auto mix = [opacity](int value, int under) {
        return (value * opacity + under * (256 - opacity)) >> 8;
    };
    return qRgb(mix(qRed(pixel), ground.red()), mix(qGreen(pixel), ground.green()),
                mix(qBlue(pixel), ground.blue()));
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
    m_picture = {};
}

void TileGround::clear() {
    m_tiles.clear();
    m_picture = {};
}

void TileGround::setTones(const QColor& ground, bool raw) {
    const AreaScale::Tones tones = tonesOn(ground, raw);
    if (tones == m_tones && ground == m_ground) return;
    m_tones = tones;
    m_ground = ground;
    for (auto& [key, tile] : m_tiles) tile.picture = {};
    m_picture = {};
}

const QImage& TileGround::pictureOf(Tile& tile, int side) {
    tile.used = m_round;
    if (tile.picture.width() == side) return tile.picture;
    if (!m_fit || m_fitShape != tile.shape || m_fitSide != side) {
        const QSize size = QSize(tile.shape.width, tile.shape.height).scaled(side, side, Qt::KeepAspectRatio);
        m_fit.emplace(tile.shape, size.expandedTo({1, 1}));
        m_fitShape = tile.shape;
        m_fitSide = side;
    }
    const QImage scaled = m_fit->scaled(tile.pixels, m_tones);
    tile.picture = QImage(side, side, QImage::Format_RGB32);
    tile.picture.fill(m_ground);
    const QPoint corner((side - scaled.width()) / 2, (side - scaled.height()) / 2);
    for (int y = 0; y < scaled.height(); ++y) {
        const auto* from = reinterpret_cast<const QRgb*>(scaled.constScanLine(y));
        auto* to = reinterpret_cast<QRgb*>(tile.picture.scanLine(corner.y() + y)) + corner.x();
        for (int x = 0; x < scaled.width(); ++x)
            to[x] = towards(from[x], m_ground, static_cast<int>(256 * kOpacity));
    }
    return tile.picture;
}

/// All tiles of the finest level, each of m_fitSide pixels; a quarter of the coarser one where one is
/// missing.
QImage TileGround::mosaic(const QRect& cells, int level) {
    const int side = m_fitSide;
    QImage image(cells.size() * side, QImage::Format_RGB32);
    image.fill(m_ground);
    QPainter painter(&image);
    for (int y = cells.top(); y <= cells.bottom(); ++y) {
        for (int x = cells.left(); x <= cells.right(); ++x) {
            const TileKey key{level, x, y};
            const QPoint corner = QPoint(x - cells.left(), cells.bottom() - y) * side;
            if (const auto found = m_tiles.find(key); found != m_tiles.end()) {
                painter.drawImage(corner, pictureOf(found->second, side));
            } else if (const auto coarse = m_tiles.find(key.parent()); coarse != m_tiles.end()) {
                const double half = 0.5 * side;
                const QPointF quarter((x & 1) * half, (1 - (y & 1)) * half);
                painter.drawImage(QRectF(corner, QSizeF(side, side)), pictureOf(coarse->second, side),
                                  QRectF(quarter, QSizeF(half, half)));
            }
        }
    }
    return image;
}

void TileGround::paint(QPainter& painter, const MapViewport& view, double scale) {
    if (m_tiles.empty()) return;
    const Shown shown{view.area(), scale};
    const QSize size = (view.size() * scale).toSize();
    if (m_picture.isNull() || shown != m_shown || m_picture.size() != size) {
        ++m_round;
        const int level = fineLevel(view);
        const double width = std::ldexp(1, level) / view.unitsPerPixel() * scale; // device pixels
        const double least = kLeastSide * scale;
        m_fitSide = static_cast<int>(least);
        for (const double step : kTileSteps) {
            m_fitSide = static_cast<int>(step * least);
            if (m_fitSide <= width) break;
        }
        m_fit.reset();
        const QRect cells = tilesIn(view, level);
        const QImage tiles = mosaic(cells, level);
        const QPointF corner =
            view.toPixel({std::ldexp(cells.left(), level), std::ldexp(cells.bottom() + 1, level)});
        m_picture = QImage(size, QImage::Format_RGB32);
        QPainter to(&m_picture);
        to.setRenderHint(QPainter::SmoothPixmapTransform);
        const QRectF target(corner * scale, QSizeF(cells.size()) * width);
        paintInBands(to, m_picture.rect(), kPlainBand, [&] { to.drawImage(target, tiles); });
        m_shown = shown;
        forgetOld();
    }
    painter.save();
    painter.scale(1 / scale, 1 / scale);
    painter.drawImage(QPoint(), m_picture);
    painter.restore();
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
