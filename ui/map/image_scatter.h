// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/images/thumbnail_cache.h"
#include "ui/map/map_thinning.h"

#include <QPainter>

#include <chrono>

namespace latent {

/// Draws images at their points instead of dots, underlined in the colour of their class. Of those that lie
/// too close together one is drawn (see MapThinning), where it hides no other. Each picture covers its point,
/// or nearly so while the points move.
class ImageScatter {
  public:
    static constexpr double kSmallest = 12; // logical pixels, of a picture with its frame
    static constexpr double kLargest = 128;

    /// Logical pixels; 0: by the number of points. Coming closer makes pictures up to twice as large.
    void setImageSize(double size) { m_chosenSize = size; }
    double chosenImageSize() const { return m_chosenSize; }
    double imageSize(Index shown) const { return m_chosenSize > 0 ? m_chosenSize : defaultSize(shown); }
    static double defaultSize(Index shown);

    /// Null: no images.
    void setDataset(DatasetPtr dataset);
    /// Ground: what a one-channel zero looks like, unless raw.
    void setTones(const QColor& ground, bool raw);

    /// The points are elsewhere than where they were placed before.
    void pointsMoved(const SplatPoints& points) { m_thinning.holdChosen(points); }
    /// colours[class]: an invalid colour is a hidden class; images of one that is not opaque are faded. size:
    /// see imageSize(). scale: device pixels a logical one.
    void place(const SplatPoints& points, std::span<const QColor> colours, const MapViewport& view,
               double size, double scale);
    /// Makes pictures that are missing, for about so long. True: there are others.
    bool makeMissing(std::chrono::microseconds atMost);
    /// Onto the painter's origin. Images whose picture is missing are drawn as dots.
    void paint(QPainter& painter);

    /// The image drawn at a pixel of the view; −1: none.
    Index pick(QPointF pixel) const;
    /// Images that are drawn.
    std::size_t count() const { return m_placed.size(); }
    Index imageOf(std::size_t drawn) const { return m_placed[drawn].image; }
    /// Where a drawn image's picture lies, without its line, in device pixels.
    QRect pictureRect(std::size_t drawn) const;
    std::size_t cachedBytes() const { return m_thumbnails.bytes(); }

  private:
    struct Placed {
        Index image;
        QPoint corner; // device pixels, of the square that picture and line have for themselves
        QPoint dot;    // device pixels
        QRgb colour;
    };
    QRect squareOf(const Placed& placed) const { return {placed.corner, QSize(m_side, m_side)}; }
    QRect pictureIn(const Placed& placed) const;

    double m_chosenSize = 0;
    MapThinning m_thinning;
    ThumbnailCache m_thumbnails;
    std::vector<Placed> m_placed;
    int m_side = 0;     // device pixels, of a square
    double m_scale = 1; // device pixels a logical one
    int m_line = 2;     // device pixels, of the line below a picture
};

} // namespace latent
