// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/point_cloud.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace latent {

namespace {

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

} // namespace

PointCloud::PointCloud(QCPAxis* xAxis, QCPAxis* yAxis)
    : QCPAbstractPlottable(xAxis, yAxis) {
    setSelectable(QCP::stNone);
}

std::size_t PointCloud::size() const {
    if (!m_x || !m_y || !m_classes) return 0;
    return std::min({m_x->size(), m_y->size(), m_classes->size()});
}

void PointCloud::setPoints(Coordinates x, Coordinates y) {
    m_x = std::move(x);
    m_y = std::move(y);
    count();
}

void PointCloud::setClasses(Classes classes, std::vector<QColor> colours) {
    m_classes = std::move(classes);
    m_colours = std::move(colours);
    m_visible.assign(m_colours.size(), 1);
    m_order = m_classes ? interleavingOrder(*m_classes) : std::vector<std::uint32_t>();
    count();
}

void PointCloud::setClassVisible(int index, bool visible) {
    if (index < 0 || index >= static_cast<int>(m_visible.size())) return;
    m_visible[static_cast<std::size_t>(index)] = visible;
    count();
}

bool PointCloud::isShown(Index i) const {
    if (i < 0 || i >= static_cast<Index>(size())) return false;
    const auto at = static_cast<std::size_t>(i);
    const std::size_t c = (*m_classes)[at];
    return c < m_visible.size() && m_visible[c] && std::isfinite((*m_x)[at]) && std::isfinite((*m_y)[at]);
}

void PointCloud::count() {
    m_shownCount = 0;
    const auto all = static_cast<Index>(size());
    for (Index i = 0; i < all; ++i) m_shownCount += isShown(i);
}

double PointCloud::defaultDiameter(Index count) {
    const double ratio = 60'000.0 / static_cast<double>(std::max<Index>(count, 1));
    return std::clamp(2.4 * std::pow(ratio, 0.28), 1.2, 7.0);
}

double PointCloud::defaultOpacity(Index count) {
    const double ratio = 60'000.0 / static_cast<double>(std::max<Index>(count, 1));
    return std::clamp(0.7 * std::pow(ratio, 0.3), 0.35, 0.9);
}

bool PointCloud::extent(double share, QCPRange& xRange, QCPRange& yRange) const {
    constexpr std::size_t kMost = 16'384;
    std::vector<float> xs, ys;
    const std::size_t all = size();
    const std::size_t stride = std::max<std::size_t>(1, all / kMost);
    for (std::size_t i = 0; i < all; i += stride) {
        if (!isShown(static_cast<Index>(i))) continue;
        xs.push_back((*m_x)[i]);
        ys.push_back((*m_y)[i]);
    }
    if (xs.empty()) return false;
    const auto between = [share](std::vector<float>& values) {
        const auto cut = static_cast<std::ptrdiff_t>(0.5 * share * static_cast<double>(values.size() - 1));
        const auto low = values.begin() + cut;
        const auto high = values.end() - 1 - cut;
        std::nth_element(values.begin(), low, values.end());
        const float lowest = *low;
        std::nth_element(values.begin(), high, values.end());
        return QCPRange(lowest, *high);
    };
    xRange = between(xs);
    yRange = between(ys);
    return true;
}

Index PointCloud::pick(QPointF pixel, double radius) const {
    const std::size_t all = size();
    if (all == 0) return -1;
    const auto px = static_cast<float>(mKeyAxis->pixelToCoord(pixel.x()));
    const auto py = static_cast<float>(mValueAxis->pixelToCoord(pixel.y()));
    const auto xScale = static_cast<float>(mKeyAxis->axisRect()->width() / mKeyAxis->range().size());
    const auto yScale = static_cast<float>(mValueAxis->axisRect()->height() / mValueAxis->range().size());
    const float* const x = m_x->data();
    const float* const y = m_y->data();
    const auto squared = [&](std::size_t i) {
        const float dx = (x[i] - px) * xScale;
        const float dy = (y[i] - py) * yScale;
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
            if (!isShown(static_cast<Index>(i))) continue;
            best = distance;
            nearest = static_cast<Index>(i);
        }
    }
    return nearest;
}

void PointCloud::paint(QPainter& painter, const QRectF& target, const QCPRange& xRange,
                       const QCPRange& yRange, double scale) {
    const std::size_t all = size();
    if (all == 0 || target.isEmpty()) return;
    std::vector<QColor> colours = m_colours;
    for (std::size_t c = 0; c < colours.size(); ++c)
        if (!m_visible[c]) colours[c] = QColor();
    m_splat.setDiscs(diameter() * scale, opacity(), colours);
    const SplatView view{xRange.lower, yRange.upper, target.width() * scale / xRange.size(),
                         -target.height() * scale / yRange.size()};
    const QSize pixels(static_cast<int>(std::ceil(target.width() * scale)),
                       static_cast<int>(std::ceil(target.height() * scale)));
    const SplatPoints points{{m_x->data(), all}, {m_y->data(), all}, {m_classes->data(), all}, m_order};
    QImage image = m_splat.render(points, view, pixels);
    image.setDevicePixelRatio(scale);
    painter.drawImage(target.topLeft(), image);
}

void PointCloud::draw(QCPPainter* painter) {
    // Vector formats get a fine picture: a million ellipses would make a file that nobody can open.
    const bool vector = painter->modes().testFlag(QCPPainter::pmVectorized);
    const double scale = vector ? 4 : mParentPlot->bufferDevicePixelRatio();
    paint(*painter, QRectF(mKeyAxis->axisRect()->rect()), mKeyAxis->range(), mValueAxis->range(), scale);
}

void PointCloud::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const {
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_colours.empty() ? QColor(Qt::gray) : m_colours.front());
    painter->drawEllipse(rect.center(), 3, 3);
}

double PointCloud::selectTest(const QPointF& pos, bool, QVariant* details) const {
    const double radius = mParentPlot->selectionTolerance();
    const Index i = pick(pos, radius);
    if (i < 0) return -1;
    if (details) details->setValue(static_cast<qlonglong>(i));
    const auto at = static_cast<std::size_t>(i);
    return std::hypot(mKeyAxis->coordToPixel((*m_x)[at]) - pos.x(),
                      mValueAxis->coordToPixel((*m_y)[at]) - pos.y());
}

QCPRange PointCloud::getKeyRange(bool& foundRange, QCP::SignDomain) const {
    QCPRange xRange, yRange;
    foundRange = extent(0, xRange, yRange);
    return xRange;
}

QCPRange PointCloud::getValueRange(bool& foundRange, QCP::SignDomain, const QCPRange&) const {
    QCPRange xRange, yRange;
    foundRange = extent(0, xRange, yRange);
    return yRange;
}

} // namespace latent
