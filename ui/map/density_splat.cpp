// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/density_splat.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <utility>

namespace latent {

namespace {

static_assert(std::endian::native == std::endian::little, "lanes come in the order of the bytes of a QRgb");

constexpr int kBandPixels = 1 << 16;
constexpr int kLanes = 4;
constexpr int kNumber = 48; // the bits below the number of points

std::uint64_t word(double blue, double green, double red, double last) {
    const auto lane = [](double value, int index) {
        return static_cast<std::uint64_t>(value) << (16 * index);
    };
    return lane(blue, 0) | lane(green, 1) | lane(red, 2) | lane(last, 3);
}

/// The bands that points lie in, and their pixels there; band `outside` for all others, NaN among them. No
/// branches: the compiler vectorises it.
void findPixels(const float* x, const float* y, std::size_t count, const SplatView& view, QSize size,
                int bandBits, std::uint32_t outside, std::uint32_t* bands, std::uint32_t* pixels) {
    const auto xOrigin = static_cast<float>(view.xOrigin), yOrigin = static_cast<float>(view.yOrigin);
    const auto xScale = static_cast<float>(view.xScale), yScale = static_cast<float>(view.yScale);
    const auto right = static_cast<float>(size.width()), bottom = static_cast<float>(size.height());
    const std::int32_t width = size.width(), rowInBand = (1 << bandBits) - 1;
    for (std::size_t n = 0; n < count; ++n) {
        const float left = (x[n] - xOrigin) * xScale;
        const float top = (y[n] - yOrigin) * yScale;
        const bool inside = (left >= 0) & (left < right) & (top >= 0) & (top < bottom);
        const auto column = static_cast<std::int32_t>(inside ? left : 0.0F);
        const auto row = static_cast<std::int32_t>(inside ? top : 0.0F);
        bands[n] = inside ? static_cast<std::uint32_t>(row >> bandBits) : outside;
        pixels[n] = static_cast<std::uint32_t>((row & rowInBand) * width + column);
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
    m_bandBits =
        static_cast<int>(std::bit_width(static_cast<unsigned>(kBandPixels / std::max(1, m_size.width())))) -
        1;
    const int bands = (m_size.height() + bandRows() - 1) / bandRows();
    m_pixels.resize(static_cast<std::size_t>(bandRows()) * m_size.width());
    m_bands.reset(static_cast<std::size_t>(bands) + 1);
    std::array<std::uint32_t, kSplatBlock> bandOf, pixelOf;
    forEachBlock(points,
                 [&, this](const float* x, const float* y, const std::uint16_t* classes, std::size_t count) {
                     findPixels(x, y, count, view, devicePixels, m_bandBits,
                                static_cast<std::uint32_t>(bands), bandOf.data(), pixelOf.data());
                     m_bands.makeRoom(count);
                     for (std::size_t n = 0; n < count; ++n)
                         m_bands.add(bandOf[n], pixelOf[n] | static_cast<std::uint32_t>(classes[n]) << 16);
                     m_bands.clear(static_cast<std::size_t>(bands)); // nobody draws what lies outside
                 });
}

QRegion DensitySplat::touched() const {
    QRegion region;
    for (std::size_t band = 0; band + 1 < m_bands.size(); ++band) {
        if (!m_bands.of(band).empty())
            region += QRect(0, static_cast<int>(band) << m_bandBits, m_size.width(), bandRows());
    }
    return region & QRect(QPoint(), m_size);
}

void DensitySplat::addUp(std::size_t band) {
    std::fill(m_pixels.begin(), m_pixels.end(), 0);
    std::uint64_t* const pixels = m_pixels.data();
    const std::uint64_t* const addOf = m_addOf.data();
    const std::size_t unknown = m_addOf.size() - 1;
    for (const Stamp stamp : m_bands.of(band))
        addPoint(pixels[stamp & 0xffff], addOf[std::min<std::size_t>(stamp >> 16, unknown)]);
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
void DensitySplat::toneRow(const std::uint64_t* pixels, std::uint8_t* shown, std::size_t width) const {
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
        std::memcpy(shown + kLanes * begin, bytes.data(), kLanes * count);
    }
}

void DensitySplat::draw(const SplatTarget& target, QRgb ground) {
    if (ground != m_ground) showOn(ground);
    for (std::size_t band = 0; band + 1 < m_bands.size(); ++band) {
        const QRect rows(0, static_cast<int>(band) << m_bandBits, m_size.width(), bandRows());
        bool added = false;
        for (const QRect& rect : target.exposed()) {
            const QRect part = rect & rows;
            if (part.isEmpty()) continue;
            if (!std::exchange(added, true)) addUp(band);
            for (int y = part.top(); y <= part.bottom(); ++y)
                toneRow(&m_pixels[static_cast<std::size_t>((y - rows.top()) * rows.width() + part.left())],
                        target.pixels().at(part.left(), y), static_cast<std::size_t>(part.width()));
        }
    }
}

} // namespace latent
