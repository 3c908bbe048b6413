// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/disc_splat.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>

namespace latent {

namespace {

constexpr int kSteps = 2; // positions a pixel, each way
constexpr std::size_t kMasks = kSteps * kSteps;
constexpr int kGroupBytes = 16; // four pixels: one SSE register
constexpr unsigned kLeastBandRows = 32;

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

/// ground = add + ground · keep / 256 for four pixels. Written as the upper half of a product of 16 bits,
/// which is one instruction; exact where keep is 256, and never more than fits. The copy tells the compiler
/// that nothing overlaps.
inline void blend(std::uint8_t* ground, const std::uint8_t* add, const std::uint16_t* keep) {
    std::array<std::uint8_t, kGroupBytes> pixels;
    std::memcpy(pixels.data(), ground, kGroupBytes);
    for (std::size_t i = 0; i < kGroupBytes; ++i) {
        const std::uint32_t upper = static_cast<std::uint16_t>(pixels[i] << 8);
        pixels[i] = static_cast<std::uint8_t>(add[i] + static_cast<std::uint8_t>((upper * keep[i]) >> 16));
    }
    std::memcpy(ground, pixels.data(), kGroupBytes);
}

constexpr std::uint32_t kOutside = 0xffff'ffff;

/// Corners of the masks, as in a Stamp; kOutside for those that lie outside, and for NaN. No branches: the
/// compiler vectorises it. origin and scale map data to the padded picture, half a step included, since
/// casting rounds down; size of the padded picture.
struct Placement {
    float xOrigin, yOrigin, xScale, yScale, xShift, yShift, width, height;

    void place(const float* x, const float* y, std::size_t count, std::uint32_t* corners) const {
        for (std::size_t n = 0; n < count; ++n) {
            const float left = (x[n] - xOrigin) * xScale + xShift;
            const float top = (y[n] - yOrigin) * yScale + yShift;
            const bool inside = (left >= 0) & (left < width) & (top >= 0) & (top < height);
            const auto column = static_cast<std::int32_t>(kSteps * (inside ? left : 0.0F));
            const auto row = static_cast<std::int32_t>(kSteps * (inside ? top : 0.0F));
            corners[n] = inside ? static_cast<std::uint32_t>(row << 16 | column) : kOutside;
        }
    }
};

} // namespace

DiscSplat::DiscSplat(double diameter, double opacity, const std::vector<QColor>& colours)
    : m_diameter(diameter)
    , m_rows(static_cast<int>(std::ceil(diameter + 1.0 - 1.0 / kSteps)))
    , m_groups((m_rows + 3) / 4)
    , m_margin(4 * m_groups)
    , m_maskBytes(static_cast<std::size_t>(m_rows) * m_groups * kGroupBytes)
    , m_bandBits(std::countr_zero(std::bit_ceil(std::max(kLeastBandRows, 4U * m_rows)))) {
    for (const QColor& colour : colours) m_visible.push_back(colour.isValid());
    m_visible.push_back(0);
    makeMasks(opacity, colours);
}

void DiscSplat::makeMasks(double opacity, const std::vector<QColor>& colours) {
    m_keep.assign(kMasks * m_maskBytes, 256);
    m_add.assign(colours.size() * kMasks * m_maskBytes, 0);
    const double radius = 0.5 * m_diameter;
    for (std::size_t mask = 0; mask < kMasks; ++mask) {
        const double centreX = radius + static_cast<double>(mask % kSteps) / kSteps;
        const double centreY = radius + static_cast<double>(mask / kSteps) / kSteps;
        for (int row = 0; row < m_rows; ++row) {
            for (int column = 0; column < 4 * m_groups; ++column) {
                const double alpha = opacity * coverage(centreX - column, centreY - row, radius);
                const int alphaByte = static_cast<int>(std::lround(255 * alpha));
                const std::size_t at =
                    mask * m_maskBytes + 4U * (static_cast<std::size_t>(row) * 4 * m_groups + column);
                std::fill_n(&m_keep[at], 4, static_cast<std::uint16_t>(256 - alphaByte));
                for (std::size_t c = 0; c < colours.size(); ++c) {
                    const QColor& colour = colours[c];
                    const QRgb rgb =
                        qPremultiply(qRgba(colour.red(), colour.green(), colour.blue(), alphaByte));
                    std::memcpy(&m_add[c * kMasks * m_maskBytes + at], &rgb, sizeof rgb);
                }
            }
        }
    }
}

void DiscSplat::makeBands() {
    const std::size_t bandRows = std::size_t{1} << m_bandBits;
    // A mask may begin in the last pixel (rounded: one further) and reach its own size beyond.
    const auto paddedRows = static_cast<std::size_t>(m_size.height() + 2 * m_rows + 1);
    m_width = static_cast<std::size_t>(m_size.width() + 2 * m_margin + 1);
    m_bands.reset((paddedRows + bandRows - 1) / bandRows);
    m_pixels.resize((bandRows + 2 * m_rows) * m_width);
}

void DiscSplat::place(const SplatPoints& points, const SplatView& view, QSize devicePixels) {
    assert(kSteps * (std::max(devicePixels.width(), devicePixels.height()) + 2 * m_margin) < 0xffff);
    m_size = devicePixels;
    makeBands();
    const auto toCentre = static_cast<float>(0.5 / kSteps - 0.5 * m_diameter);
    const Placement placement{static_cast<float>(view.xOrigin),
                              static_cast<float>(view.yOrigin),
                              static_cast<float>(view.xScale),
                              static_cast<float>(view.yScale),
                              toCentre + static_cast<float>(m_margin),
                              toCentre + static_cast<float>(m_rows),
                              static_cast<float>(devicePixels.width() + m_margin + 1),
                              static_cast<float>(devicePixels.height() + m_rows + 1)};
    std::array<std::uint32_t, kSplatBlock> corners;
    forEachBlock(points,
                 [&](const float* x, const float* y, const std::uint16_t* classes, std::size_t count) {
                     placement.place(x, y, count, corners.data());
                     file(corners.data(), classes, count);
                 });
}

// Files the discs of a block under the bands that they touch.
void DiscSplat::file(const std::uint32_t* corners, const std::uint16_t* classes, std::size_t count) {
    const int bandShift = 16 + std::countr_zero(static_cast<unsigned>(kSteps)) + m_bandBits;
    const std::uint32_t lastRow = static_cast<std::uint32_t>(kSteps * (m_rows - 1)) << 16;
    const std::uint8_t* const visible = m_visible.data();
    const std::size_t unknown = m_visible.size() - 1;
    m_bands.makeRoom(count);
    for (std::size_t n = 0; n < count; ++n) {
        const std::uint32_t corner = corners[n];
        if (corner == kOutside || !visible[std::min<std::size_t>(classes[n], unknown)]) continue;
        const std::size_t first = corner >> bandShift;
        const std::size_t last = (corner + lastRow) >> bandShift; // a band is higher than a disc
        m_bands.add(first, {corner, classes[n]});
        if (last != first) m_bands.add(last, {corner, classes[n]});
    }
}

QRegion DiscSplat::touched() const {
    QRegion region;
    for (std::size_t band = 0; band < m_bands.size(); ++band) {
        if (m_bands.of(band).empty()) continue;
        std::uint32_t first = kOutside, last = 0;
        for (const Stamp& stamp : m_bands.of(band)) {
            first = std::min(first, stamp.corner & 0xffff);
            last = std::max(last, stamp.corner & 0xffff);
        }
        const int left = static_cast<int>(first) / kSteps - m_margin;
        const int right = static_cast<int>(last) / kSteps + 4 * m_groups - m_margin;
        const int top = static_cast<int>(band << m_bandBits) - m_rows;
        region += QRect(left, top, right - left, 1 << m_bandBits);
    }
    return region & QRect(QPoint(), m_size);
}

template <int GROUPS>
void DiscSplat::stampAll(std::size_t band) {
    const int groups = GROUPS > 0 ? GROUPS : m_groups;
    const std::size_t perClass = m_maskBytes * kMasks;
    const std::size_t stride = 4 * m_width;
    const std::size_t above = (band << m_bandBits) - static_cast<std::size_t>(m_rows);
    auto* const pixels = reinterpret_cast<std::uint8_t*>(m_pixels.data());
    for (const Stamp& stamp : m_bands.of(band)) {
        const std::uint32_t row = stamp.corner >> 16, column = stamp.corner & 0xffff;
        const std::size_t mask = (row % kSteps * kSteps + column % kSteps) * m_maskBytes;
        const std::uint16_t* keep = &m_keep[mask];
        const std::uint8_t* add = &m_add[stamp.group * perClass + mask];
        std::uint8_t* ground = pixels + (row / kSteps - above) * stride + 4 * (column / kSteps);
        for (int y = 0; y < m_rows; ++y, ground += stride) {
            for (int group = 0; group < groups; ++group, add += kGroupBytes, keep += kGroupBytes)
                blend(ground + kGroupBytes * group, add, keep);
        }
    }
}

QImage DiscSplat::rowsFrom(int row, QRgb ground) {
    const int padded = row + m_rows;
    const int band = padded >> m_bandBits;
    const int first = band << m_bandBits;
    std::fill(m_pixels.begin(), m_pixels.end(), ground);
    const auto at = static_cast<std::size_t>(band);
    if (m_groups == 1)
        stampAll<1>(at);
    else
        stampAll<0>(at);
    const int rows = std::min(first + (1 << m_bandBits) - padded, m_size.height() - row);
    const std::size_t corner =
        static_cast<std::size_t>(padded - first + m_rows) * m_width + static_cast<std::size_t>(m_margin);
    return QImage(reinterpret_cast<const uchar*>(&m_pixels[corner]), m_size.width(), rows,
                  static_cast<qsizetype>(4 * m_width),
                  qAlpha(ground) == 255 ? QImage::Format_RGB32 : QImage::Format_ARGB32_Premultiplied);
}

} // namespace latent
