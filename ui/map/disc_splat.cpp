// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/disc_splat.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>

namespace latent {

namespace {

constexpr int kSteps = 2; // positions a pixel, each way
constexpr std::size_t kMasks = kSteps * kSteps;
constexpr int kGroupBytes = 16; // four pixels: one SSE register
constexpr unsigned kLeastBandRows = 64;

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

/// ground = add + ground · keep / 256 for some pixels. Written as the upper half of a product of 16 bits,
/// which is one instruction; exact where keep is 256, and never more than fits. The copy tells the compiler
/// that nothing overlaps.
template <std::size_t BYTES>
inline void blend(std::uint8_t* ground, const std::uint8_t* add, const std::uint16_t* keep) {
    std::array<std::uint8_t, BYTES> pixels;
    std::memcpy(pixels.data(), ground, BYTES);
    for (std::size_t i = 0; i < BYTES; ++i) {
        const std::uint32_t upper = static_cast<std::uint16_t>(pixels[i] << 8);
        pixels[i] = static_cast<std::uint8_t>(add[i] + static_cast<std::uint8_t>((upper * keep[i]) >> 16));
    }
    std::memcpy(ground, pixels.data(), BYTES);
}

constexpr std::uint32_t kOutside = 0xffff'ffff;

/// Corners in half pixels, from a pixel to as many pixels further; none if that is negative.
struct Range {
    std::uint32_t first, span;
    Range(int pixel, int further)
        : first(further < 0 ? kOutside : static_cast<std::uint32_t>(kSteps * pixel))
        , span(further < 0 ? 0 : static_cast<std::uint32_t>(kSteps * further + kSteps - 1)) {}
    bool hold(std::uint32_t corner) const { return corner - first <= span; }
};

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

void DiscSplat::place(const SplatPoints& points, const SplatView& view, QSize devicePixels) {
    assert(kSteps * (std::max(devicePixels.width(), devicePixels.height()) + 2 * bandRows()) < 0xffff);
    m_size = devicePixels;
    // The padding above, and a mask that begins in the last row (rounded: one further) and reaches beyond.
    m_bands.reset(static_cast<std::size_t>((bandRows() + m_size.height() + m_rows) / bandRows()) + 1);
    const auto toCentre = static_cast<float>(0.5 / kSteps - 0.5 * m_diameter);
    const Placement placement{static_cast<float>(view.xOrigin),
                              static_cast<float>(view.yOrigin),
                              static_cast<float>(view.xScale),
                              static_cast<float>(view.yScale),
                              toCentre + static_cast<float>(m_margin),
                              toCentre + static_cast<float>(bandRows()),
                              static_cast<float>(devicePixels.width() + m_margin + 1),
                              static_cast<float>(devicePixels.height() + bandRows() + 1)};
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
        region += QRect(left, rowsOf(band).top(), right - left, bandRows());
    }
    return region & QRect(QPoint(), m_size);
}

QRect DiscSplat::rowsOf(std::size_t band) const {
    return QRect(0, (static_cast<int>(band) - 1) * bandRows(), m_size.width(), bandRows());
}

// A mask may reach below the part, into what is drawn anew later.
QRect DiscSplat::whereMasksFit(const QRect& part, const QRegion& exposed) const {
    const QRect below(part.left(), part.bottom() + 1, part.width(), m_rows - 1);
    for (const QRect& rect : exposed) {
        const QRect shared = rect & below;
        if (shared.height() == below.height())
            return QRect(shared.left(), part.top(), shared.width(), part.height() + below.height());
    }
    return part;
}

// What of a mask lies within the part.
void DiscSplat::stampWithin(const QRect& part, const SplatTarget& target, QPoint at, const std::uint8_t* add,
                            const std::uint16_t* keep) const {
    const QRect shown = QRect(at, QSize(4 * m_groups, m_rows)) & part;
    for (int y = shown.top(); y <= shown.bottom(); ++y) {
        for (int x = shown.left(); x <= shown.right(); ++x) {
            const int inMask = 4 * ((y - at.y()) * 4 * m_groups + x - at.x());
            blend<4>(target.pixels().at(x, y), add + inMask, keep + inMask);
        }
    }
}

// ROWS and GROUPS: a mask's, or 0 for any. Meanwhile asks for what is drawn next.
template <int ROWS, int GROUPS>
void DiscSplat::stampAll(std::size_t band, const SplatTarget& target, const QRect& part,
                         LinesAhead next) const {
    const int rows = ROWS > 0 ? ROWS : m_rows, groups = GROUPS > 0 ? GROUPS : m_groups;
    const int rowBytes = groups * kGroupBytes;
    const auto maskBytes = static_cast<std::size_t>(rows * rowBytes);
    const int margin = m_margin, above = bandRows();
    const std::uint16_t* const keeps = m_keep.data();
    const std::uint8_t* const adds = m_add.data();
    const QRect fitting = whereMasksFit(part, target.exposed());
    const Range columnsThatFit(fitting.left() + margin, fitting.width() - 4 * groups);
    const Range rowsThatFit(fitting.top() + above, fitting.height() - rows);
    const PixelRows pixels = target.pixels();
    for (const Stamp& stamp : m_bands.of(band)) {
        next.askForMore();
        const std::uint32_t row = stamp.corner >> 16, column = stamp.corner & 0xffff;
        const std::size_t mask = (row % kSteps * kSteps + column % kSteps) * maskBytes;
        const std::uint16_t* const keep = keeps + mask;
        const std::uint8_t* const add = adds + stamp.group * kMasks * maskBytes + mask;
        const int x = static_cast<int>(column / kSteps) - margin, y = static_cast<int>(row / kSteps) - above;
        const auto stampRows = [&](int first, int last) {
            for (int n = first; n < last; ++n)
                for (int group = 0; group < groups; ++group)
                    blend<kGroupBytes>(pixels.at(x + 4 * group, y + n),
                                       add + n * rowBytes + group * kGroupBytes,
                                       keep + n * rowBytes + group * kGroupBytes);
        };
        if (!columnsThatFit.hold(column))
            stampWithin(part, target, {x, y}, add, keep);
        else if (rowsThatFit.hold(row))
            stampRows(0, rows);
        else
            stampRows(std::max(0, part.top() - y), std::min(rows, part.bottom() + 1 - y));
    }
}

void DiscSplat::draw(const SplatTarget& target, QRgb ground) const {
    std::vector<std::pair<std::size_t, QRect>> parts; // each with its band
    for (std::size_t band = 1; band < m_bands.size(); ++band)
        for (const QRect& rect : target.exposed())
            if (rect.intersects(rowsOf(band))) parts.emplace_back(band, rect & rowsOf(band));
    const auto stamp = m_groups == 1 && m_rows == 3 ? &DiscSplat::stampAll<3, 1> : &DiscSplat::stampAll<0, 0>;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto& [band, part] = parts[i];
        const QRect next = i + 1 < parts.size() ? parts[i + 1].second : QRect();
        target.fill(part, ground);
        (this->*stamp)(band, target, part, LinesAhead(target.pixels(), next, m_bands.of(band).size()));
    }
}

} // namespace latent
