// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "ui/images/area_scale.h"
#include "ui/map/map_viewport.h"

#include <QPainter>

#include <map>
#include <optional>

namespace latent {

/// A square of the map's plane; squares of a level tile it, and each consists of four of the level below.
struct TileKey {
    int level = 0; // 2^level data units wide
    int x = 0;     // to the right
    int y = 0;     // upwards, from the origin of the data

    bool operator==(const TileKey&) const = default;
    auto operator<=>(const TileKey&) const = default;
    TileKey parent() const { return {level + 1, x >> 1, y >> 1}; }
    double side() const;
    /// Data units; where its picture is decoded.
    QPointF middle() const;
};

/// The visible plane as pictures of what lies there, coarse where finer ones have not come yet. Tiles hold
/// still in the data while the view moves.
class TileGround {
  public:
    static constexpr double kLeastSide = 32; // logical pixels; the finest tiles are up to twice as wide
    static constexpr double kOpacity = 0.5;  // of the pictures on the theme's ground: points stay in front

    /// Tiles that a view shows: large ones first, then those a quarter as large.
    static std::vector<TileKey> tilesOf(const MapViewport& view);

    /// pixels: of the shape, as bytes.
    void put(const TileKey& key, std::vector<std::uint8_t> pixels, const ImageShape& shape);
    bool has(const TileKey& key) const { return m_tiles.contains(key); }
    bool isEmpty() const { return m_tiles.empty(); }
    void clear() { m_tiles.clear(); }

    /// Ground: what a one-channel zero looks like, unless raw.
    void setTones(const QColor& ground, bool raw);
    /// scale: device pixels a logical one. Onto the painter's origin.
    void paint(QPainter& painter, const MapViewport& view, double scale);

  private:
    struct Tile {
        std::vector<std::uint8_t> pixels;
        ImageShape shape;
        QImage picture; // as large as it was shown last; null: to be made
        std::int64_t used = 0;
    };
    const QImage& pictureOf(Tile& tile, int side);
    void forgetOld();

    std::map<TileKey, Tile> m_tiles;
    AreaScale::Tones m_tones{};
    QRgb m_ground = 0;
    std::optional<AreaScale> m_scale; // to the size of the last picture that was made
    ImageShape m_scaledShape;
    int m_scaledSide = 0;
    std::int64_t m_round = 0; // of painting
};

} // namespace latent
