// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/point_splat.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace latent {

namespace {

constexpr int kGroupBytes = 16; // four pixels: one SSE register

/// Share of a pixel that a disc covers, by 8 × 8 samples; the centre relative to the pixel's corner.
double coverage(double centreX, double centreY, double radius) {
    constexpr int kSamples = 8;
    int inside = 0;
    for (int i = 0; i < kSamples; ++i) {
        for (int j = 0; j < kSamples; ++j) {
            const double dx = (i + 0.5) / kSamples - centreX;
            const double dy = (j + 0.5) / kSamples - centreY;
            inside += dx * dx + dy * dy <= radius * radius;
        }
    }
    return static_cast<double>(inside) / (kSamples * kSamples);
}

} // namespace

void PointSplat::setDiscs(double diameter, double opacity, const std::vector<QColor>& colours) {
    diameter = std::clamp(diameter, 0.5, kMaxDiameter);
    opacity = std::clamp(opacity, 0.0, 1.0);
    if (diameter == m_diameter && opacity == m_opacity && colours == m_colours) return;
    m_diameter = diameter;
    m_opacity = opacity;
    m_colours = colours;
    makeMasks();
}

void PointSplat::makeMasks() {
    m_rows = static_cast<int>(std::ceil(m_diameter + 1.0 - 1.0 / kSteps));
    m_groups = (m_rows + 3) / 4;
    m_maskBytes = static_cast<std::size_t>(m_rows) * m_groups * kGroupBytes;
    const std::size_t masks = kSteps * kSteps;
    m_keep.assign(masks * m_maskBytes, 255);
    m_add.assign(m_colours.size() * masks * m_maskBytes, 0);
    m_visible.assign(m_colours.size(), 0);
    for (std::size_t c = 0; c < m_colours.size(); ++c) m_visible[c] = m_colours[c].isValid();

    const double radius = 0.5 * m_diameter;
    for (std::size_t mask = 0; mask < masks; ++mask) {
        const double centreX = radius + static_cast<double>(mask % kSteps) / kSteps;
        const double centreY = radius + static_cast<double>(mask / kSteps) / kSteps;
        for (int row = 0; row < m_rows; ++row) {
            for (int column = 0; column < 4 * m_groups; ++column) {
                const double alpha = m_opacity * coverage(centreX - column, centreY - row, radius);
                const int alphaByte = static_cast<int>(std::lround(255 * alpha));
                const std::size_t at =
                    mask * m_maskBytes + 4U * (static_cast<std::size_t>(row) * 4 * m_groups + column);
                std::fill_n(&m_keep[at], 4, static_cast<std::uint8_t>(255 - alphaByte));
                for (std::size_t c = 0; c < m_colours.size(); ++c) {
                    const QColor& colour = m_colours[c];
                    const QRgb rgb =
                        qPremultiply(qRgba(colour.red(), colour.green(), colour.blue(), alphaByte));
                    std::memcpy(&m_add[c * masks * m_maskBytes + at], &rgb, sizeof rgb);
                }
            }
        }
    }
}

namespace {

/// ground = add + ground · keep / 255 for a mask of rows × groups × 16 bytes. (g·keep + 255) >> 8 is exact
/// where keep is 255 or 0, and never lets a colour exceed its alpha.
template <int GROUPS>
inline void blend(std::uint8_t* __restrict ground, qsizetype stride, const std::uint8_t* __restrict add,
                  const std::uint8_t* __restrict keep, int rows, int groups) {
    const int count = GROUPS > 0 ? GROUPS : groups;
    for (int row = 0; row < rows; ++row) {
        for (int group = 0; group < count; ++group) {
            std::uint8_t* const pixels = ground + kGroupBytes * group;
            for (int i = 0; i < kGroupBytes; ++i)
                pixels[i] = static_cast<std::uint8_t>(add[i] + ((pixels[i] * keep[i] + 255) >> 8));
            add += kGroupBytes;
            keep += kGroupBytes;
        }
        ground += stride;
    }
}

} // namespace

template <int GROUPS>
void PointSplat::splat(const SplatPoints& points, const SplatView& view, QSize devicePixels) {
    const int margin = 4 * m_groups;
    const qsizetype stride = m_buffer.bytesPerLine();
    std::uint8_t* const corner = m_buffer.bits() + 4 * margin + margin * stride;
    const auto radius = static_cast<float>(0.5 * m_diameter);
    const auto xOrigin = static_cast<float>(view.xOrigin), yOrigin = static_cast<float>(view.yOrigin);
    const auto xScale = static_cast<float>(view.xScale), yScale = static_cast<float>(view.yScale);
    const auto low = static_cast<float>(1 - margin);
    const auto right = static_cast<float>(devicePixels.width()),
               bottom = static_cast<float>(devicePixels.height());
    // Half a quarter pixel rounds to the nearest mask; the margin keeps the sum positive, so that the cast
    // floors.
    const float shift = static_cast<float>(margin) + 0.5F / kSteps;
    const std::size_t perClass = m_maskBytes * kSteps * kSteps;
    const std::size_t classes = m_visible.size();

    const std::size_t count = points.x.size();
    for (std::size_t n = 0; n < count; ++n) {
        const std::size_t i = points.order.empty() ? n : points.order[n];
        const std::size_t c = points.classes[i];
        const float left = (points.x[i] - xOrigin) * xScale - radius;
        const float top = (points.y[i] - yOrigin) * yScale - radius;
        if (c >= classes || !m_visible[c]) continue;
        if (!(left > low && left < right && top > low && top < bottom)) continue; // false for NaN
        const int quarterX = static_cast<int>((left + shift) * kSteps);
        const int quarterY = static_cast<int>((top + shift) * kSteps);
        const std::size_t mask = (quarterY % kSteps) * kSteps + quarterX % kSteps;
        std::uint8_t* const ground =
            corner + (quarterY / kSteps - margin) * stride + 4 * (quarterX / kSteps - margin);
        blend<GROUPS>(ground, stride, &m_add[c * perClass + mask * m_maskBytes], &m_keep[mask * m_maskBytes],
                      m_rows, m_groups);
    }
}

QImage PointSplat::render(const SplatPoints& points, const SplatView& view, QSize devicePixels) {
    const int margin = 4 * m_groups;
    // A disc may start in the last pixel (rounded: one further) and reach a mask's width beyond.
    const QSize wanted = devicePixels + QSize(2 * margin + 4, 2 * margin + 4);
    if (m_buffer.size() != wanted) m_buffer = QImage(wanted, QImage::Format_ARGB32_Premultiplied);
    m_buffer.fill(0);
    if (m_groups == 1)
        splat<1>(points, view, devicePixels);
    else if (m_groups == 2)
        splat<2>(points, view, devicePixels);
    else
        splat<0>(points, view, devicePixels);
    const uchar* const corner = m_buffer.constBits() + 4 * margin + margin * m_buffer.bytesPerLine();
    return QImage(corner, devicePixels.width(), devicePixels.height(), m_buffer.bytesPerLine(),
                  m_buffer.format());
}

} // namespace latent
