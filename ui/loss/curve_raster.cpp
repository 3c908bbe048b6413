// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/loss/curve_raster.h"

#include <algorithm>
#include <cmath>

namespace latent {

namespace {

/// The lowest and the highest pixel that the curve reaches in [from, to].
struct Reach {
    float top = INFINITY;
    float bottom = -INFINITY;
    void take(float a, float b) {
        top = std::min({top, a, b});
        bottom = std::max({bottom, a, b});
    }
};

bool isFinite(const CurveVertex& v) {
    return std::isfinite(v.x) && std::isfinite(v.low) && std::isfinite(v.mean) && std::isfinite(v.high);
}

/// A colour that can partly cover a pixel.
class Ink {
  public:
    explicit Ink(const QColor& colour)
        : m_opaque(colour.rgb() | 0xff000000)
        , m_alpha(256 * colour.alphaF()) {}
    void cover(QRgb& pixel, float coverage) const {
        constexpr std::uint32_t kLanes = 0xff00ff; // two channels at a time
        const auto weight = static_cast<std::uint32_t>(coverage * m_alpha + 0.5F);
        const std::uint32_t rest = 256 - weight;
        const std::uint32_t low = (pixel & kLanes) * rest + (m_opaque & kLanes) * weight;
        const std::uint32_t high = ((pixel >> 8) & kLanes) * rest + ((m_opaque >> 8) & kLanes) * weight;
        pixel = ((low >> 8) & kLanes) | (high & ~kLanes);
    }

  private:
    std::uint32_t m_opaque;
    float m_alpha; // 0 … 256
};

int columnBelow(float x, int width) {
    return static_cast<int>(std::floor(std::clamp(x, -1.F, static_cast<float>(width))));
}

} // namespace

void CurveRaster::begin(QSize size) {
    if (m_image.size() != size) {
        m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
        m_inked = m_image.rect();
        m_coverage.assign(static_cast<std::size_t>(size.width()) * static_cast<std::size_t>(size.height()),
                          0);
        m_top.assign(static_cast<std::size_t>(size.width()), size.height());
        m_bottom.assign(static_cast<std::size_t>(size.width()), 0);
    }
    for (int row = m_inked.top(); row <= m_inked.bottom(); ++row)
        std::fill_n(reinterpret_cast<QRgb*>(m_image.scanLine(row)) + m_inked.left(), m_inked.width(), 0);
    m_inked = QRect();
}

void CurveRaster::noteInked(int column, int top, int bottom) {
    if (top < bottom) m_inked |= QRect(column, top, 1, bottom - top);
}

void CurveRaster::fillBand(std::span<const CurveVertex> curve, const QColor& colour) {
    const int width = m_image.width(), height = m_image.height();
    std::vector<Reach> reach(static_cast<std::size_t>(width));
    for (std::size_t i = 0; i + 1 < curve.size(); ++i) {
        const CurveVertex& a = curve[i];
        const CurveVertex& b = curve[i + 1];
        if (!isFinite(a) || !isFinite(b) || b.x < 0 || a.x >= static_cast<float>(width)) continue;
        const float across = std::max(b.x - a.x, 1e-6F);
        const auto low = [&](float x) { return a.low + (b.low - a.low) * (x - a.x) / across; };
        const auto high = [&](float x) { return a.high + (b.high - a.high) * (x - a.x) / across; };
        const int last = std::min(columnBelow(b.x, width), width - 1);
        for (int column = std::max(columnBelow(a.x, width), 0); column <= last; ++column) {
            const float from = std::clamp(static_cast<float>(column), a.x, b.x);
            const float to = std::clamp(static_cast<float>(column + 1), a.x, b.x);
            Reach& here = reach[static_cast<std::size_t>(column)];
            here.take(high(from), high(to));
            here.take(low(from), low(to));
        }
    }
    const Ink ink(colour);
    auto* const pixels = reinterpret_cast<QRgb*>(m_image.bits());
    const auto stride = m_image.bytesPerLine() / 4;
    for (int column = 0; column < width; ++column) {
        const Reach& here = reach[static_cast<std::size_t>(column)];
        if (!(here.top < here.bottom)) continue;
        const float top = std::max(here.top, 0.F);
        const float bottom = std::min(here.bottom, static_cast<float>(height));
        const int first = static_cast<int>(std::min(top, static_cast<float>(height)));
        noteInked(column, first, static_cast<int>(std::ceil(bottom)));
        for (int row = first; static_cast<float>(row) < bottom; ++row) {
            const float from = std::max(top, static_cast<float>(row));
            const float to = std::min(bottom, static_cast<float>(row + 1));
            ink.cover(pixels[row * stride + column], to - from);
        }
    }
}

// Coverage depends on the distance of a pixel's centre: full within radius − ½, none beyond radius + ½.
void CurveRaster::strokeSegment(const CurveVertex& a, const CurveVertex& b, float radius) {
    const int width = m_image.width(), height = m_image.height();
    const float reach = radius + 0.5F;
    const float dx = b.x - a.x, dy = b.mean - a.mean;
    const float squared = dx * dx + dy * dy;
    const int last = std::min(columnBelow(b.x + reach, width), width - 1);
    for (int column = std::max(columnBelow(a.x - reach, width), 0); column <= last; ++column) {
        const float x = static_cast<float>(column) + 0.5F;
        // The rows that the nearby part of the segment can touch in this column.
        const float from = std::clamp(x - reach, a.x, b.x), to = std::clamp(x + reach, a.x, b.x);
        const float y1 = dx > 0 ? a.mean + dy * (from - a.x) / dx : a.mean;
        const float y2 = dx > 0 ? a.mean + dy * (to - a.x) / dx : b.mean;
        const auto limit = static_cast<float>(height);
        const int top = static_cast<int>(std::floor(std::clamp(std::min(y1, y2) - reach, 0.F, limit)));
        const int bottom = static_cast<int>(std::ceil(std::clamp(std::max(y1, y2) + reach, 0.F, limit)));
        const auto at = static_cast<std::size_t>(column);
        float* const coverage = m_coverage.data() + at * static_cast<std::size_t>(height);
        for (int row = top; row < bottom; ++row) {
            const float px = x - a.x, py = static_cast<float>(row) + 0.5F - a.mean;
            const float t = squared > 0 ? std::clamp((px * dx + py * dy) / squared, 0.F, 1.F) : 0.F;
            const float ax = px - t * dx, ay = py - t * dy;
            const float distance = std::sqrt(ax * ax + ay * ay);
            coverage[row] = std::max(coverage[row], std::clamp(reach - distance, 0.F, 1.F));
        }
        if (top >= bottom) continue;
        m_top[at] = std::min(m_top[at], top);
        m_bottom[at] = std::max(m_bottom[at], bottom);
    }
}

void CurveRaster::strokeMean(std::span<const CurveVertex> curve, const QColor& colour, float width) {
    for (std::size_t i = 0; i + 1 < curve.size(); ++i) {
        if (isFinite(curve[i]) && isFinite(curve[i + 1])) strokeSegment(curve[i], curve[i + 1], 0.5F * width);
    }
    blendCoverage(colour);
}

// Joins are blended once, however many segments meet there.
void CurveRaster::blendCoverage(const QColor& colour) {
    const Ink ink(colour);
    const int height = m_image.height();
    auto* const pixels = reinterpret_cast<QRgb*>(m_image.bits());
    const auto stride = m_image.bytesPerLine() / 4;
    for (int column = 0; column < m_image.width(); ++column) {
        const auto at = static_cast<std::size_t>(column);
        float* const coverage = m_coverage.data() + at * static_cast<std::size_t>(height);
        noteInked(column, m_top[at], m_bottom[at]);
        for (int row = m_top[at]; row < m_bottom[at]; ++row) {
            if (coverage[row] > 0) ink.cover(pixels[row * stride + column], coverage[row]);
            coverage[row] = 0;
        }
        m_top[at] = height;
        m_bottom[at] = 0;
    }
}

} // namespace latent
