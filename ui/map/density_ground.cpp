// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/density_ground.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace latent {
namespace {

constexpr double kNodes = 10;       // logical pixels between two nodes
constexpr double kBandwidth = 14;   // logical pixels, sigma of the kernel
constexpr int kTones = 4096;        // densities that are told apart
constexpr double kStrongest = 0.42; // of the accent, in the densest band
constexpr float kLineOpacity = 0.5F;

QRgb mixed(const QColor& from, const QColor& to, double share) {
    const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
    return qRgb(mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue()));
}

} // namespace

void DensityGround::place(const SplatPoints& points, std::span<const std::uint8_t> shown,
                          const MapViewport& view) {
    std::array<double, kBands> shares{};
    for (int band = 0; band < kBands; ++band)
        shares[static_cast<std::size_t>(band)] = (band + 1) / (kBands + 1.0);
    m_size = view.size().toSize();
    m_field = densityField(points, shown, view, kNodes, kBandwidth);
    m_levels = levelsHolding(m_field, shares);
}

// Bilinear between nodes, and a table from densities to colours: no branch in what is done for each pixel.
void DensityGround::drawBands(const QColor& ground, const QColor& accent) {
    const float densest = *std::ranges::max_element(m_field.values);
    std::array<QRgb, kTones> tones{};
    for (int tone = 0; tone < kTones; ++tone) {
        const float density = densest * static_cast<float>(tone) / (kTones - 1);
        const auto band =
            std::ranges::count_if(m_levels, [density](float level) { return density >= level; });
        tones[static_cast<std::size_t>(tone)] =
            mixed(ground, accent, kStrongest * static_cast<double>(band) / kBands);
    }
    if (m_bands.size() != m_size) m_bands = QImage(m_size, QImage::Format_RGB32);
    const auto width = static_cast<std::size_t>(m_bands.width());
    std::vector<int> left(width);     // of each pixel: the node to its left
    std::vector<float> beyond(width); // and how far it lies to the right of that, in cells
    for (std::size_t x = 0; x < width; ++x) {
        const double column = (static_cast<double>(x) + 0.5 - m_field.corner.x()) / m_field.cell;
        left[x] = std::clamp(static_cast<int>(column), 0, m_field.columns - 2);
        beyond[x] = static_cast<float>(column - left[x]);
    }
    std::vector<float> line(static_cast<std::size_t>(m_field.columns)); // between two rows of nodes, in tones
    const float perDensity = (kTones - 1) / densest;
    for (int y = 0; y < m_bands.height(); ++y) {
        const double row = (y + 0.5 - m_field.corner.y()) / m_field.cell;
        const int above = std::clamp(static_cast<int>(row), 0, m_field.rows - 2);
        const auto down = static_cast<float>(row - above);
        for (int c = 0; c < m_field.columns; ++c)
            line[static_cast<std::size_t>(c)] =
                perDensity * ((1 - down) * m_field.at(c, above) + down * m_field.at(c, above + 1));
        auto* const pixels = reinterpret_cast<QRgb*>(m_bands.scanLine(y));
        for (std::size_t x = 0; x < width; ++x) {
            const float* const node = &line[static_cast<std::size_t>(left[x])];
            const float tone = node[0] + beyond[x] * (node[1] - node[0]);
            pixels[x] = tones[static_cast<std::size_t>(std::clamp(static_cast<int>(tone), 0, kTones - 1))];
        }
    }
}

void DensityGround::paintBands(QPainter& painter, const QColor& ground, const QColor& accent) {
    if (isEmpty()) return;
    drawBands(ground, accent);
    painter.drawImage(QPoint(), m_bands);
}

void DensityGround::paintLines(QPainter& painter, QColor colour) const {
    if (isEmpty()) return;
    colour.setAlphaF(kLineOpacity);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1));
    for (const float level : m_levels) {
        const std::vector<QLineF> lines = contourLines(m_field, level);
        painter.drawLines(lines.data(), static_cast<int>(lines.size()));
    }
    painter.restore();
}

} // namespace latent
