// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/image_scatter.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace latent {
namespace {

constexpr std::array<double, 3> kSizes{1.6, 1.25, 1}; // of a picture that has twice the room of the least one
constexpr double kLine = 2;                           // logical pixels
constexpr double kDot = 4;                            // logical pixels across

} // namespace

double ImageScatter::defaultSize(Index shown) {
    const double ratio = 60'000.0 / static_cast<double>(std::max<Index>(shown, 1));
    return std::round(std::clamp(22 * std::pow(ratio, 0.07), 22.0, 48.0));
}

void ImageScatter::setDataset(DatasetPtr dataset) {
    m_thumbnails.setDataset(std::move(dataset));
    m_thinning.reset();
    m_placed.clear();
}

void ImageScatter::setTones(const QColor& ground, bool raw) {
    m_thumbnails.setTones(tonesOn(ground, raw));
}

// A square as large as its room allows, of few sizes, so that pictures need not be made for each step of the
// wheel. It lies within its cell, so it hides no other one.
void ImageScatter::place(const SplatPoints& points, std::span<const QColor> colours, const MapViewport& view,
                         double size, double scale) {
    const double least = std::ceil(size * scale);
    m_thinning.place(points, visibleClasses(colours), view, least / scale);
    const double cell = m_thinning.cellSize() / view.unitsPerPixel() * scale;
    m_side = static_cast<int>(least);
    for (const double times : kSizes) {
        m_side = static_cast<int>(std::floor(least * times));
        if (m_side <= cell) break;
    }
    m_scale = scale;
    m_line = std::max(1, static_cast<int>(std::round(kLine * scale)));
    m_thumbnails.nextRound();
    m_thumbnails.setSide(std::max(1, m_side - m_line - std::max(1, qRound(scale))));
    m_placed.clear();
    for (const MapThinning::Kept& kept : m_thinning.kept()) {
        const QRectF room = m_thinning.areaOf(kept.cell);
        const QPointF from = view.toPixel({room.left(), room.bottom()}) * scale; // y upwards: the top left
        const QPointF to = view.toPixel({room.right(), room.top()}) * scale - QPointF(m_side, m_side);
        const QPointF at = view.toPixel(kept.within) * scale;
        const auto corner = [half = 0.5 * m_side](double middle, double low, double high) {
            return static_cast<int>(std::lround(std::clamp(middle - half, low, std::max(low, high))));
        };
        const std::size_t colour = points.classes[static_cast<std::size_t>(kept.image)];
        m_placed.push_back({kept.image,
                            {corner(at.x(), from.x(), to.x()), corner(at.y(), from.y(), to.y())},
                            at.toPoint(),
                            colours[colour].rgba()});
    }
}

bool ImageScatter::makeMissing(std::chrono::microseconds atMost) {
    const auto until = std::chrono::steady_clock::now() + atMost;
    for (const Placed& placed : m_placed) {
        if (m_thumbnails.find(placed.image)) continue;
        if (std::chrono::steady_clock::now() >= until) return true;
        m_thumbnails.make(placed.image);
    }
    return false;
}

QRect ImageScatter::pictureIn(const Placed& placed) const {
    const QSize size = m_thumbnails.size();
    return {placed.corner +
                QPoint((m_side - size.width()) / 2, m_side - m_line - size.height() - qRound(m_scale)),
            size};
}

QRect ImageScatter::pictureRect(std::size_t drawn) const {
    return pictureIn(m_placed[drawn]);
}

void ImageScatter::paint(QPainter& painter) {
    painter.save();
    painter.scale(1 / m_scale, 1 / m_scale); // a device pixel stays one
    painter.setPen(Qt::NoPen);
    int opacity = 255;
    for (const Placed& placed : m_placed) {
        const QRect picture = pictureIn(placed);
        if (qAlpha(placed.colour) != opacity) {
            opacity = qAlpha(placed.colour);
            painter.setOpacity(opacity / 255.0);
        }
        const QColor colour = QColor::fromRgb(placed.colour);
        if (const QImage* const made = m_thumbnails.find(placed.image)) {
            painter.drawImage(picture.topLeft(), *made);
            painter.fillRect(QRect(picture.left(), picture.bottom() + 1, picture.width(), m_line), colour);
        } else {
            const double radius = 0.5 * kDot * m_scale;
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setBrush(colour);
            painter.drawEllipse(QPointF(placed.dot), radius, radius);
        }
    }
    painter.restore();
}

Index ImageScatter::pick(QPointF pixel) const {
    const QPoint at(static_cast<int>(std::floor(pixel.x() * m_scale)),
                    static_cast<int>(std::floor(pixel.y() * m_scale)));
    const auto found =
        std::ranges::find_if(m_placed, [&](const Placed& placed) { return squareOf(placed).contains(at); });
    return found == m_placed.end() ? -1 : found->image;
}

} // namespace latent
