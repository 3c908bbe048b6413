// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/density_splat.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace latent {

namespace {

static_assert(std::endian::native == std::endian::little, "lanes come in the order of the bytes of a QRgb");

constexpr int kRowsAtOnce = 32;
constexpr int kLanes = 4;
constexpr int kNumber = 48; // the bits below the number of points

std::uint64_t word(double blue, double green, double red, double last) {
    const auto lane = [](double value, int index) {
        return static_cast<std::uint64_t>(value) << (16 * index);
    };
    return lane(blue, 0) | lane(green, 1) | lane(red, 2) | lane(last, 3);
}

/// Indices of the pixels that points lie in; outside for all others, NaN among them. No branches: the
/// compiler vectorises it.
void findPixels(const float* x, const float* y, std::size_t count, const SplatView& view, QSize size,
                std::int32_t outside, std::int32_t* places) {
    const auto xOrigin = static_cast<float>(view.xOrigin), yOrigin = static_cast<float>(view.yOrigin);
    const auto xScale = static_cast<float>(view.xScale), yScale = static_cast<float>(view.yScale);
    const auto right = static_cast<float>(size.width()), bottom = static_cast<float>(size.height());
    const std::int32_t width = size.width();
    for (std::size_t n = 0; n < count; ++n) {
        const float left = (x[n] - xOrigin) * xScale;
        const float top = (y[n] - yOrigin) * yScale;
        const bool inside = (left >= 0) & (left < right) & (top >= 0) & (top < bottom);
        const float column = inside ? left : 0.0F;
        const float row = inside ? top : 0.0F;
        const std::int32_t place = static_cast<std::int32_t>(row) * width + static_cast<std::int32_t>(column);
        places[n] = inside ? place : outside;
    }
}

/// All four sums of a pixel in one addition. Halved in time, the number stays above kOpaqueCount and the mean
/// is kept.
inline void addPoint(std::uint64_t& pixel, std::uint64_t point) {
    constexpr int kTopBit = kNumber + 7; // kMostCount
    constexpr std::uint64_t kHalves = 0x7fff'7fff'7fff'7fff;
    const std::uint64_t sums = pixel + point;
    pixel = sums >> kTopBit ? (sums >> 1) & kHalves : sums;
}

} // namespace

DensitySplat::DensitySplat(double opacity, const std::vector<QColor>& colours) {
    for (const QColor& colour : colours)
        m_addOf.push_back(colour.isValid() ? word(colour.blue(), colour.green(), colour.red(), 1) : 0);
    m_addOf.push_back(0);
    for (std::size_t n = 1; n < m_opacities.size(); ++n) {
        const double density = std::log(static_cast<double>(n)) / std::log(static_cast<double>(kOpaqueCount));
        m_opacities[n] = opacity + (1 - opacity) * std::min(1.0, density);
    }
    showOn(0);
}

void DensitySplat::place(const SplatPoints& points, const SplatView& view, QSize devicePixels) {
    m_size = devicePixels;
    const std::int32_t outside = devicePixels.width() * devicePixels.height();
    m_pixels.assign(static_cast<std::size_t>(outside) + 1, 0);
    std::uint64_t* const pixels = m_pixels.data();
    const std::uint64_t* const addOf = m_addOf.data();
    const std::size_t unknown = m_addOf.size() - 1;
    std::array<std::int32_t, kSplatBlock> places;
    forEachBlock(points,
                 [&](const float* x, const float* y, const std::uint16_t* classes, std::size_t count) {
                     findPixels(x, y, count, view, devicePixels, outside, places.data());
                     for (std::size_t n = 0; n < count; ++n) __builtin_prefetch(pixels + places[n], 1);
                     for (std::size_t n = 0; n < count; ++n)
                         addPoint(pixels[places[n]], addOf[std::min<std::size_t>(classes[n], unknown)]);
                 });
}

void DensitySplat::showOn(QRgb ground) {
    for (std::size_t n = 0; n < m_part.size(); ++n) {
        const double opacity = m_opacities[n];
        const double part = n == 0 ? 0 : std::min(65'535.0, 65'536 * opacity / static_cast<double>(n));
        const auto rest = [opacity](int channel) { return std::round((1 - opacity) * channel); };
        m_part[n] = word(part, part, part, 0);
        m_rest[n] = word(rest(qBlue(ground)), rest(qGreen(ground)), rest(qRed(ground)),
                         std::round(255 * opacity + (1 - opacity) * qAlpha(ground)));
    }
    m_ground = ground;
}

// Looks the factors of some pixels up before they are used: the second loop is then one of vectors.
void DensitySplat::toneRow(const std::uint64_t* pixels, std::uint32_t* shown, std::size_t width) const {
    constexpr std::size_t kTogether = 64;
    std::array<std::uint16_t, kLanes * kTogether> sums, parts, rests;
    std::array<std::uint8_t, kLanes * kTogether> bytes;
    for (std::size_t begin = 0; begin < width; begin += kTogether) {
        const std::size_t count = std::min(kTogether, width - begin);
        std::memcpy(sums.data(), pixels + begin, count * sizeof *pixels);
        for (std::size_t n = 0; n < count; ++n) {
            const std::uint64_t points = pixels[begin + n] >> kNumber;
            std::memcpy(&parts[kLanes * n], &m_part[points], sizeof *pixels);
            std::memcpy(&rests[kLanes * n], &m_rest[points], sizeof *pixels);
        }
        for (std::size_t i = 0; i < kLanes * count; ++i) {
            const std::uint32_t product = std::uint32_t{sums[i]} * parts[i];
            bytes[i] = static_cast<std::uint8_t>((product >> 16) + rests[i]);
        }
        std::memcpy(shown + begin, bytes.data(), count * sizeof *shown);
    }
}

QImage DensitySplat::rowsFrom(int row, QRgb ground) {
    if (ground != m_ground) showOn(ground);
    const int rows = std::min(kRowsAtOnce, m_size.height() - row);
    const auto width = static_cast<std::size_t>(m_size.width());
    m_shown.resize(width * kRowsAtOnce);
    for (int y = 0; y < rows; ++y) {
        const auto line = static_cast<std::size_t>(y);
        toneRow(&m_pixels[(static_cast<std::size_t>(row) + line) * width], &m_shown[line * width], width);
    }
    return QImage(reinterpret_cast<const uchar*>(m_shown.data()), m_size.width(), rows, 4 * m_size.width(),
                  qAlpha(ground) == 255 ? QImage::Format_RGB32 : QImage::Format_ARGB32_Premultiplied);
}

} // namespace latent
