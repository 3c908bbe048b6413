// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/point_cloud.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>

namespace latent {

namespace {

constexpr double kSmallest = 1e-9; // data units: points that are all alike still have an extent

/// A loop that vectorises: the exponents of NaN and infinity are all ones, more than any other number's.
bool allFinite(std::span<const float> values) {
    constexpr std::int32_t kMagnitude = 0x7fff'ffff, kInfinity = 0x7f80'0000;
    std::int32_t largest = 0;
    for (const float value : values)
        largest = std::max(largest, std::bit_cast<std::int32_t>(value) & kMagnitude);
    return largest < kInfinity;
}

/// Empty where neighbours mostly differ in class already; else the samples in strides of the golden section.
std::vector<std::uint32_t> interleavingOrder(std::span<const std::uint16_t> classes) {
    const std::size_t count = classes.size();
    std::size_t changes = 0;
    for (std::size_t i = 1; i < count; ++i) changes += classes[i] != classes[i - 1];
    if (count < 16 || changes * 20 > count) return {};
    std::size_t stride = static_cast<std::size_t>(0.6180339887 * static_cast<double>(count));
    while (std::gcd(stride, count) != 1) ++stride;
    std::vector<std::uint32_t> order(count);
    for (std::size_t i = 0, at = 0; i < count; ++i, at = (at + stride) % count)
        order[i] = static_cast<std::uint32_t>(at);
    return order;
}

/// The order, or sample order where it is empty, with the points of one class before all others.
std::vector<std::uint32_t> beginningWith(std::uint16_t first, std::span<const std::uint16_t> classes,
                                         const std::vector<std::uint32_t>& order) {
    std::vector<std::uint32_t> sorted(classes.size());
    const auto ahead = static_cast<std::size_t>(std::ranges::count(classes, first));
    std::array<std::size_t, 2> next{ahead, 0}; // of the others, and of the class
    for (std::size_t n = 0; n < classes.size(); ++n) {
        const std::uint32_t i = order.empty() ? static_cast<std::uint32_t>(n) : order[n];
        sorted[next[classes[i] == first]++] = i;
    }
    return sorted;
}

/// The least whole rectangle around it.
QRect scaled(const QRect& rect, double scale) {
    return QRectF(QPointF(rect.topLeft()) * scale, QSizeF(rect.size()) * scale).toAlignedRect();
}

QRgb splatGround(const QColor& ground) {
    return ground.alpha() == 255 ? ground.rgb() : 0;
}

/// What a painter paints into, and where its origin lies there.
struct Behind {
    QImage* picture;
    QPoint corner;
};

/// Nothing unless opaque pixels that are written there are what the painter would draw, as in most windows: a
/// copy of several megabytes costs as much as the points.
std::optional<Behind> pictureBehind(const QPainter& painter, double scale) {
    const QPaintEngine* const engine = painter.paintEngine();
    if (engine->type() != QPaintEngine::Raster || engine->paintDevice()->devType() != QInternal::Image)
        return std::nullopt;
    auto* const picture = static_cast<QImage*>(engine->paintDevice());
    const QTransform transform = painter.deviceTransform();
    const QPoint corner(qRound(transform.dx()), qRound(transform.dy()));
    const bool moves = transform == QTransform(scale, 0, 0, scale, corner.x(), corner.y());
    const bool whole = scale == std::floor(scale); // else a logical pixel's edge is within a device pixel
    const bool plain = !painter.hasClipping() && painter.opacity() == 1 &&
                       painter.compositionMode() == QPainter::CompositionMode_SourceOver;
    const bool fits = picture->format() == QImage::Format_RGB32 ||
                      picture->format() == QImage::Format_ARGB32_Premultiplied; // as windows of X11 have
    if (!moves || !whole || !plain || !fits || !picture->isDetached()) return std::nullopt;
    return Behind{picture, corner};
}

} // namespace

std::size_t PointCloud::size() const {
    if (!m_x || !m_y || !m_classes) return 0;
    return std::min({m_x->size(), m_y->size(), m_classes->size()});
}

void PointCloud::setPoints(Coordinates x, Coordinates y) {
    m_x = std::move(x);
    m_y = std::move(y);
    count();
}

void PointCloud::setClasses(Classes classes, std::vector<QColor> colours, int below) {
    m_classes = std::move(classes);
    m_colours = std::move(colours);
    m_below = below;
    m_visible.assign(m_colours.size(), 1);
    m_classSizes.assign(m_colours.size(), 0);
    if (m_classes)
        for (const std::uint16_t c : *m_classes)
            if (c < m_classSizes.size()) ++m_classSizes[c];
    m_order = m_classes ? interleavingOrder(*m_classes) : std::vector<std::uint32_t>();
    if (m_classes && below >= 0)
        m_order = beginningWith(static_cast<std::uint16_t>(below), *m_classes, m_order);
    count();
}

void PointCloud::setClassVisible(int index, bool visible) {
    if (index < 0 || index >= static_cast<int>(m_visible.size())) return;
    m_visible[static_cast<std::size_t>(index)] = visible;
    count();
}

bool PointCloud::isShown(Index i) const {
    return i >= 0 && i < static_cast<Index>(size()) && isShownAt(points(), static_cast<std::size_t>(i));
}

bool PointCloud::isShownAt(const SplatPoints& points, std::size_t at) const {
    const std::size_t c = points.classes[at];
    return c < m_visible.size() && m_visible[c] && std::isfinite(points.x[at]) && std::isfinite(points.y[at]);
}

void PointCloud::count() {
    m_shownCount = 0;
    const std::size_t all = size();
    if (all > 0 && all == m_classes->size() && allFinite({m_x->data(), all}) &&
        allFinite({m_y->data(), all})) {
        for (std::size_t c = 0; c < m_visible.size(); ++c)
            if (m_visible[c]) m_shownCount += m_classSizes[c];
        return;
    }
    const SplatPoints here = points();
    for (std::size_t i = 0; i < all; ++i) m_shownCount += isShownAt(here, i);
}

double PointCloud::defaultDiameter(Index count) {
    const double ratio = 60'000.0 / static_cast<double>(std::max<Index>(count, 1));
    return std::clamp(2.4 * std::pow(ratio, 0.28), 1.2, 7.0);
}

double PointCloud::defaultOpacity(Index count) {
    const double ratio = 60'000.0 / static_cast<double>(std::max<Index>(count, 1));
    return std::clamp(0.7 * std::pow(ratio, 0.3), 0.35, 0.9);
}

QRectF PointCloud::extent(double share) const {
    constexpr std::size_t kMost = 4'096, kRun = 8; // neighbours, which one cache line holds
    std::vector<float> xs, ys;
    const SplatPoints here = points();
    const std::size_t all = here.x.size();
    const std::size_t stride = std::max<std::size_t>(1, all / kMost);
    xs.reserve(all / stride + kRun);
    ys.reserve(all / stride + kRun);
    for (std::size_t begin = 0; begin < all; begin += kRun * stride) {
        for (std::size_t i = begin; i < std::min(begin + kRun, all); ++i) {
            if (!isShownAt(here, i)) continue;
            xs.push_back(here.x[i]);
            ys.push_back(here.y[i]);
        }
    }
    if (xs.empty()) return {};
    const auto between = [share](std::vector<float>& values) {
        const auto cut = static_cast<std::ptrdiff_t>(0.5 * share * static_cast<double>(values.size() - 1));
        // A few of many: a heap of them is compared with each value once.
        std::partial_sort(values.begin(), values.begin() + cut + 1, values.end());
        const double low = values[static_cast<std::size_t>(cut)];
        std::partial_sort(values.begin(), values.begin() + cut + 1, values.end(), std::greater<>());
        return std::pair(low, static_cast<double>(values[static_cast<std::size_t>(cut)]));
    };
    const auto [left, right] = between(xs);
    const auto [low, high] = between(ys);
    return {left, low, std::max(right - left, kSmallest), std::max(high - low, kSmallest)};
}

Index PointCloud::pick(const MapViewport& view, QPointF pixel, double radius) const {
    const SplatPoints here = points();
    const std::size_t all = here.x.size();
    if (all == 0) return -1;
    const QPointF at = view.toData(pixel);
    const auto px = static_cast<float>(at.x()), py = static_cast<float>(at.y());
    const auto scale = static_cast<float>(1 / view.unitsPerPixel());
    const auto squared = [&](std::size_t i) {
        const float dx = (here.x[i] - px) * scale;
        const float dy = (here.y[i] - py) * scale;
        return dx * dx + dy * dy;
    };
    // Blocks without a near point are passed over by a loop that vectorises: the bits of floats that are
    // not negative are ordered as the floats are, and NaN comes last.
    constexpr std::size_t kBlock = 2'048;
    auto best = static_cast<float>(radius * radius);
    Index nearest = -1;
    for (std::size_t begin = 0; begin < all; begin += kBlock) {
        const std::size_t end = std::min(all, begin + kBlock);
        std::int32_t lowest = std::numeric_limits<std::int32_t>::max();
        for (std::size_t i = begin; i < end; ++i)
            lowest = std::min(lowest, std::bit_cast<std::int32_t>(squared(i)) & 0x7fffffff);
        if (lowest > std::bit_cast<std::int32_t>(best)) continue;
        for (std::size_t i = begin; i < end; ++i) {
            const float distance = squared(i);
            if (!(distance <= best) || (distance == best && nearest >= 0)) continue;
            if (!isShownAt(here, i)) continue;
            best = distance;
            nearest = static_cast<Index>(i);
        }
    }
    return nearest;
}

ImageSet PointCloud::caught(const MapViewport& view, const QImage& mask) const {
    const SplatPoints here = points();
    const std::size_t all = here.x.size();
    const QRectF area = view.area();
    const auto left = static_cast<float>(area.left()), top = static_cast<float>(area.bottom());
    const auto scale = static_cast<float>(1 / view.unitsPerPixel());
    const auto width = static_cast<float>(mask.width()), height = static_cast<float>(mask.height());
    const uchar* const bits = mask.constBits();
    const auto stride = static_cast<std::size_t>(mask.bytesPerLine());
    ImageSet::Words words((all + 63) / 64);
    for (std::size_t i = 0; i < all; ++i) {
        const float column = (here.x[i] - left) * scale;
        const float row = (top - here.y[i]) * scale;
        if (!(column >= 0 && column < width && row >= 0 && row < height)) continue; // nor what is not finite
        if (bits[static_cast<std::size_t>(row) * stride + static_cast<std::size_t>(column)] == 0) continue;
        if (isShownAt(here, i)) words[i / 64] |= std::uint64_t{1} << i % 64;
    }
    return ImageSet(std::move(words));
}

SplatPoints PointCloud::points() const {
    const std::size_t all = size();
    if (all == 0) return {};
    return {{m_x->data(), all}, {m_y->data(), all}, {m_classes->data(), all}, m_order};
}

std::vector<QColor> PointCloud::shownColours() const {
    std::vector<QColor> colours = m_colours;
    for (std::size_t c = 0; c < colours.size(); ++c)
        if (!m_visible[c]) colours[c] = QColor();
    return colours;
}

void PointCloud::place(const MapViewport& view, double scale) {
    m_splat.setDiscs(diameter() * scale, opacity(), shownColours());
    const QRectF area = view.area();
    const double perUnit = scale / view.unitsPerPixel();
    m_placedScale = scale;
    m_placedSize = QSize(static_cast<int>(std::ceil(view.size().width() * scale)),
                         static_cast<int>(std::ceil(view.size().height() * scale)));
    m_splat.place(points(), {area.left(), area.bottom(), perUnit, -perUnit}, m_placedSize);
    m_touched = QRegion();
    for (const QRect& rect : m_splat.touched()) m_touched += scaled(rect, 1 / scale);
}

void PointCloud::paint(QPainter& painter, const QRegion& exposed, const QColor& ground) {
    QRegion pixels;
    for (const QRect& rect : exposed) pixels += scaled(rect, m_placedScale);
    pixels &= QRect(QPoint(), m_placedSize);
    const QRgb under = splatGround(ground);
    const auto behind = qAlpha(under) == 255 ? pictureBehind(painter, m_placedScale) : std::nullopt;
    if (behind)
        m_splat.draw(SplatTarget(*behind->picture, behind->corner, pixels), under);
    else
        paintInStrips(painter, pixels, under);
}

// Without the painter's scale, so that a device pixel stays one.
void PointCloud::paintInStrips(QPainter& painter, const QRegion& exposed, QRgb ground) {
    painter.save();
    painter.scale(1 / m_placedScale, 1 / m_placedScale);
    QImage strip(m_placedSize.width(), m_splat.bandRows(), PointSplat::format(ground));
    for (int top = 0; top < m_placedSize.height(); top += strip.height()) {
        const QRegion rows = exposed & QRect(QPoint(0, top), strip.size());
        if (rows.isEmpty()) continue;
        m_splat.draw(SplatTarget(strip, {0, -top}, rows), ground);
        for (const QRect& part : rows) painter.drawImage(part.topLeft(), strip, part.translated(0, -top));
    }
    painter.restore();
}

QImage PointCloud::render(const MapViewport& view, double scale, const QColor& ground) {
    place(view, scale);
    QImage image = m_splat.picture(splatGround(ground));
    image.setDevicePixelRatio(scale);
    return image;
}

} // namespace latent
