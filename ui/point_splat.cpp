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
    m_visible.assign(colours.size(), 0);
    m_rgb.assign(colours.size(), 0);
    for (std::size_t c = 0; c < colours.size(); ++c) {
        m_visible[c] = colours[c].isValid();
        m_rgb[c] = colours[c].rgb() & 0xffffff;
    }
    makeMasks();
    makeTones();
}

void PointSplat::makeMasks() {
    m_rows = static_cast<int>(std::ceil(m_diameter + 1.0 - 1.0 / kSteps));
    m_groups = (m_rows + 3) / 4;
    m_maskBytes = static_cast<std::size_t>(m_rows) * m_groups * kGroupBytes;
    const std::size_t masks = kSteps * kSteps;
    m_keep.assign(masks * m_maskBytes, 256);
    m_add.assign(m_colours.size() * masks * m_maskBytes, 0);

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
                std::fill_n(&m_keep[at], 4, static_cast<std::uint16_t>(256 - alphaByte));
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

void PointSplat::makeTones() {
    for (std::size_t n = 1; n < m_tones.size(); ++n) {
        const double density = std::min(1.0, std::log(static_cast<double>(n)) / std::log(kOpaqueCount));
        const double alpha = m_opacity + (1 - m_opacity) * density;
        m_tones[n] = static_cast<std::uint16_t>(std::lround(256 * alpha));
    }
}

namespace {

/// ground = add + ground · keep / 256 for a mask of rows × groups × 16 bytes. Written as the upper half of a
/// product of 16 bits, which is one instruction; exact where keep is 256, and never more than fits.
template <int GROUPS>
inline void blend(std::uint8_t* __restrict ground, qsizetype stride, const std::uint8_t* __restrict add,
                  const std::uint16_t* __restrict keep, int rows, int groups) {
    const int count = GROUPS > 0 ? GROUPS : groups;
    for (int row = 0; row < rows; ++row) {
        for (int group = 0; group < count; ++group) {
            std::uint8_t* const pixels = ground + kGroupBytes * group;
            for (int i = 0; i < kGroupBytes; ++i) {
                const std::uint32_t upper = static_cast<std::uint16_t>(pixels[i] << 8);
                pixels[i] =
                    static_cast<std::uint8_t>(add[i] + static_cast<std::uint8_t>((upper * keep[i]) >> 16));
            }
            add += kGroupBytes;
            keep += kGroupBytes;
        }
        ground += stride;
    }
}

struct Stamp {
    std::uint8_t* ground; // the pixel at the upper left corner of the mask
    std::uint32_t group;  // class
    std::uint32_t mask;   // of steps²
};

/// How many points are placed before they are drawn: meanwhile their pixels come into the cache.
constexpr std::size_t kBlock = 64;

/// Indices of the pixels that points lie in; 0, a corner of the margin, for those outside and for NaN. No
/// branches: the compiler vectorises it.
void placePixels(const float* x, const float* y, std::size_t count, const SplatView& view, QSize size,
                 int margin, std::int32_t width, std::int32_t* places) {
    const auto xOrigin = static_cast<float>(view.xOrigin), yOrigin = static_cast<float>(view.yOrigin);
    const auto xScale = static_cast<float>(view.xScale), yScale = static_cast<float>(view.yScale);
    const auto right = static_cast<float>(size.width()), bottom = static_cast<float>(size.height());
    const std::int32_t corner = margin * width + margin;
    for (std::size_t n = 0; n < count; ++n) {
        const float left = (x[n] - xOrigin) * xScale;
        const float top = (y[n] - yOrigin) * yScale;
        const bool inside = (left >= 0) & (left < right) & (top >= 0) & (top < bottom);
        const float column = inside ? left : 0.0F;
        const float row = inside ? top : 0.0F;
        const std::int32_t place =
            corner + static_cast<std::int32_t>(row) * width + static_cast<std::int32_t>(column);
        places[n] = inside ? place : 0;
    }
}

/// a + (b − a) · weight / 256 in each byte of 0x00rrggbb.
inline std::uint32_t mix(std::uint32_t a, std::uint32_t b, std::uint32_t weight) {
    constexpr std::uint32_t kOuter = 0xff00ff, kInner = 0x00ff00;
    const std::uint32_t outer = ((a & kOuter) * (256 - weight) + (b & kOuter) * weight) >> 8;
    const std::uint32_t inner = ((a & kInner) * (256 - weight) + (b & kInner) * weight) >> 8;
    return (outer & kOuter) | (inner & kInner);
}

/// 256 / n for the n-th point of a pixel.
constexpr std::array<std::uint32_t, 16> kWeights{256, 128, 85, 64, 51, 43, 37, 32,
                                                 28,  26,  23, 21, 20, 18, 17, 16};

/// A pixel in the making: the number of its points, up to 255, above the mean of the last of their colours.
inline void addPoint(std::uint32_t& pixel, std::uint32_t rgb) {
    const std::uint32_t before = pixel >> 24;
    const std::uint32_t weight = kWeights[std::min(before, std::uint32_t{kWeights.size() - 1})];
    pixel = std::min(before + 1, 255U) << 24 | mix(pixel & 0xffffff, rgb, weight);
}

} // namespace

// Calls draw(stamps, count) for the visible points, a block at a time and in their order.
template <class Draw>
void PointSplat::forEachBlock(const SplatPoints& points, const SplatView& view, QSize devicePixels,
                              Draw draw) {
    const int margin = 4 * m_groups;
    const qsizetype stride = m_buffer.bytesPerLine();
    std::uint8_t* const corner = m_buffer.bits() + 4 * margin + margin * stride;
    const auto radius = static_cast<float>(0.5 * m_diameter);
    const auto xOrigin = static_cast<float>(view.xOrigin), yOrigin = static_cast<float>(view.yOrigin);
    const auto xScale = static_cast<float>(view.xScale), yScale = static_cast<float>(view.yScale);
    const auto low = static_cast<float>(1 - margin);
    const auto right = static_cast<float>(devicePixels.width()),
               bottom = static_cast<float>(devicePixels.height());
    // Half a step rounds to the nearest mask; the margin keeps the sum positive, so that the cast floors.
    const float shift = static_cast<float>(margin) + 0.5F / kSteps;
    const std::size_t classes = m_visible.size();

    Stamp stamps[kBlock];
    const std::size_t count = points.x.size();
    for (std::size_t begin = 0; begin < count; begin += kBlock) {
        std::size_t found = 0;
        for (std::size_t n = begin; n < std::min(count, begin + kBlock); ++n) {
            const std::size_t i = points.order.empty() ? n : points.order[n];
            const std::size_t c = points.classes[i];
            const float left = (points.x[i] - xOrigin) * xScale - radius;
            const float top = (points.y[i] - yOrigin) * yScale - radius;
            if (c >= classes || !m_visible[c]) continue;
            if (!(left > low && left < right && top > low && top < bottom)) continue; // false for NaN
            const int stepX = static_cast<int>((left + shift) * kSteps);
            const int stepY = static_cast<int>((top + shift) * kSteps);
            std::uint8_t* const ground =
                corner + (stepY / kSteps - margin) * stride + 4 * (stepX / kSteps - margin);
            for (int row = 0; row < m_rows; ++row) __builtin_prefetch(ground + row * stride, 1);
            stamps[found++] = {ground, static_cast<std::uint32_t>(c),
                               static_cast<std::uint32_t>((stepY % kSteps) * kSteps + stepX % kSteps)};
        }
        draw(stamps, found);
    }
}

template <int GROUPS>
void PointSplat::splat(const SplatPoints& points, const SplatView& view, QSize devicePixels) {
    const std::size_t perClass = m_maskBytes * kSteps * kSteps;
    const qsizetype stride = m_buffer.bytesPerLine();
    forEachBlock(points, view, devicePixels, [&](const Stamp* stamps, std::size_t count) {
        for (const Stamp* stamp = stamps; stamp != stamps + count; ++stamp) {
            const std::size_t mask = stamp->mask * m_maskBytes;
            blend<GROUPS>(stamp->ground, stride, &m_add[stamp->group * perClass + mask], &m_keep[mask],
                          m_rows, m_groups);
        }
    });
}

// Leaves in each pixel the number of its points, up to 255, above the mean of their colours.
void PointSplat::countPixels(const SplatPoints& points, const SplatView& view, QSize devicePixels) {
    constexpr std::size_t kTogether = 256;
    std::array<float, kTogether> x, y;
    std::array<std::int32_t, kTogether> places;
    auto* const pixels = reinterpret_cast<std::uint32_t*>(m_buffer.bits());
    const auto width = static_cast<std::int32_t>(m_buffer.bytesPerLine() / 4);
    for (std::size_t begin = 0; begin < points.x.size(); begin += kTogether) {
        const std::size_t count = std::min(kTogether, points.x.size() - begin);
        const float* xs = points.x.data() + begin;
        const float* ys = points.y.data() + begin;
        if (!points.order.empty()) {
            for (std::size_t n = 0; n < count; ++n) {
                x[n] = points.x[points.order[begin + n]];
                y[n] = points.y[points.order[begin + n]];
            }
            xs = x.data();
            ys = y.data();
        }
        placePixels(xs, ys, count, view, devicePixels, 4 * m_groups, width, places.data());
        for (std::size_t n = 0; n < count; ++n) __builtin_prefetch(pixels + places[n], 1);
        for (std::size_t n = 0; n < count; ++n) {
            const std::size_t c = points.classes[points.order.empty() ? begin + n : points.order[begin + n]];
            if (places[n] != 0 && c < m_visible.size() && m_visible[c]) addPoint(pixels[places[n]], m_rgb[c]);
        }
    }
}

// Turns what countPixels left into premultiplied colours over the ground.
void PointSplat::tonePixels(QSize devicePixels, QRgb ground) {
    const int margin = 4 * m_groups;
    for (int y = 0; y < devicePixels.height(); ++y) {
        auto* const row = reinterpret_cast<std::uint32_t*>(m_buffer.scanLine(margin + y)) + margin;
        for (int x = 0; x < devicePixels.width(); ++x) {
            if (row[x] == 0) {
                row[x] = ground;
                continue;
            }
            const std::uint32_t tone = m_tones[row[x] >> 24];
            const std::uint32_t alpha = tone - (tone >> 8);
            row[x] = (alpha << 24 | (ground & 0xff000000)) | mix(ground & 0xffffff, row[x] & 0xffffff, alpha);
        }
    }
}

QImage PointSplat::render(const SplatPoints& points, const SplatView& view, QSize devicePixels, QRgb ground) {
    const int margin = 4 * m_groups;
    // A disc may start in the last pixel (rounded: one further) and reach a mask's width beyond.
    const QSize wanted = devicePixels + QSize(2 * margin + 4, 2 * margin + 4);
    if (m_buffer.size() != wanted) m_buffer = QImage(wanted, QImage::Format_ARGB32_Premultiplied);
    m_buffer.fill(singlePixels() ? 0 : ground);
    if (singlePixels()) {
        countPixels(points, view, devicePixels);
        tonePixels(devicePixels, ground);
    } else if (m_groups == 1)
        splat<1>(points, view, devicePixels);
    else if (m_groups == 2)
        splat<2>(points, view, devicePixels);
    else
        splat<0>(points, view, devicePixels);
    const uchar* const corner = m_buffer.constBits() + 4 * margin + margin * m_buffer.bytesPerLine();
    return QImage(corner, devicePixels.width(), devicePixels.height(), m_buffer.bytesPerLine(),
                  ground == 0 ? m_buffer.format() : QImage::Format_RGB32);
}

} // namespace latent
