// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/density_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

namespace latent {
namespace {

constexpr double kReach = 3; // sigmas

std::vector<float> gaussianOf(double sigma) {
    const int reach = std::max(1, static_cast<int>(std::ceil(kReach * sigma)));
    std::vector<float> kernel;
    double sum = 0;
    for (int i = -reach; i <= reach; ++i) sum += std::exp(-0.5 * i * i / (sigma * sigma));
    for (int i = -reach; i <= reach; ++i)
        kernel.push_back(static_cast<float>(std::exp(-0.5 * i * i / (sigma * sigma)) / sum));
    return kernel;
}

/// Along lines that begin `along` apart and whose values lie `across` apart.
void convolve(std::vector<float>& values, const std::vector<float>& kernel, int lines, int along, int length,
              int across) {
    const int reach = static_cast<int>(kernel.size()) / 2;
    std::vector<float> padded(static_cast<std::size_t>(length + 2 * reach));
    for (int line = 0; line < lines; ++line) {
        float* const first = values.data() + std::ptrdiff_t{line} * along;
        for (int i = 0; i < length; ++i)
            padded[static_cast<std::size_t>(reach + i)] = first[std::ptrdiff_t{i} * across];
        for (int i = 0; i < length; ++i) {
            float sum = 0;
            const float* const window = &padded[static_cast<std::size_t>(i)];
            for (std::size_t k = 0; k < kernel.size(); ++k) sum += kernel[k] * window[k];
            first[std::ptrdiff_t{i} * across] = sum;
        }
    }
}

enum class Edge { North, East, South, West };
using Piece = std::pair<Edge, Edge>;

/// The values at a cell's corners.
struct Square {
    float nw, ne, sw, se;

    /// A bit for each corner, clockwise from the north-west.
    int above(float level) const {
        return (nw >= level) | (ne >= level) << 1 | (se >= level) << 2 | (sw >= level) << 3;
    }
    /// Where the line meets an edge whose ends lie on either side of it; the cell is 1 wide.
    QPointF crossing(Edge edge, float level) const {
        const auto part = [level](float from, float to) {
            return static_cast<double>((level - from) / (to - from));
        };
        switch (edge) {
        case Edge::North:
            return {part(nw, ne), 0};
        case Edge::East:
            return {1, part(ne, se)};
        case Edge::South:
            return {part(sw, se), 1};
        case Edge::West:
            return {0, part(nw, sw)};
        }
        return {};
    }
};

std::span<const Piece> piecesIn(const Square& square, int above, float level) {
    using enum Edge;
    static constexpr std::array<Piece, 8> kOne{{{West, North}, // of no use
                                                {West, North}, // one corner alone, or all but one
                                                {North, East},
                                                {West, East},
                                                {East, South},
                                                {West, North}, // of no use: a saddle
                                                {North, South},
                                                {South, West}}};
    static constexpr std::array<Piece, 2> kRidge{
        {{North, East}, {South, West}}}; // from north-west to south-east
    static constexpr std::array<Piece, 2> kValley{{{West, North}, {East, South}}};
    const int kind = above < 8 ? above : 15 - above; // the line is the same with the sides exchanged
    if (kind != 5) return {&kOne[static_cast<std::size_t>(kind)], 1};
    const bool middle = 0.25F * (square.nw + square.ne + square.sw + square.se) >= level;
    return middle == (above == 5) ? kRidge : kValley;
}

} // namespace

void smoothField(DensityField& field, double sigma) {
    const std::vector<float> kernel = gaussianOf(sigma);
    convolve(field.values, kernel, field.rows, field.columns, field.columns, 1);
    convolve(field.values, kernel, field.columns, 1, field.rows, field.columns);
}

DensityField densityField(const SplatPoints& points, std::span<const std::uint8_t> shown,
                          const MapViewport& view, double cell, double sigma) {
    const QRectF area = view.area();
    const double spacing = cell * view.unitsPerPixel();
    const int margin = static_cast<int>(std::ceil(kReach * sigma / cell)) + 1;
    const double left = std::floor(area.left() / spacing) - margin;
    const double top = std::ceil(area.bottom() / spacing) + margin;
    DensityField field;
    field.cell = cell;
    field.columns = static_cast<int>(std::ceil(view.size().width() / cell)) + 2 * margin + 2;
    field.rows = static_cast<int>(std::ceil(view.size().height() / cell)) + 2 * margin + 2;
    field.corner = view.toPixel({left * spacing, top * spacing});
    field.values.assign(static_cast<std::size_t>(field.columns) * static_cast<std::size_t>(field.rows), 0.0F);
    const auto perUnit = static_cast<float>(1 / spacing);
    const auto xFirst = static_cast<float>(left * spacing), yFirst = static_cast<float>(top * spacing);
    const auto right = static_cast<float>(field.columns - 1), bottom = static_cast<float>(field.rows - 1);
    const auto stride = static_cast<std::size_t>(field.columns);
    for (std::size_t i = 0; i < points.x.size(); ++i) {
        const float x = (points.x[i] - xFirst) * perUnit, y = (yFirst - points.y[i]) * perUnit;
        const bool inside = (x >= 0) & (x < right) & (y >= 0) & (y < bottom);
        if (!inside || points.classes[i] >= shown.size() || !shown[points.classes[i]]) continue;
        const auto column = static_cast<std::size_t>(x), row = static_cast<std::size_t>(y);
        const float toRight = x - static_cast<float>(column), down = y - static_cast<float>(row);
        float* const node = &field.values[row * stride + column];
        node[0] += (1 - toRight) * (1 - down);
        node[1] += toRight * (1 - down);
        node[stride] += (1 - toRight) * down;
        node[stride + 1] += toRight * down;
    }
    smoothField(field, sigma / cell);
    return field;
}

std::vector<float> levelsHolding(const DensityField& field, std::span<const double> shares) {
    std::vector<float> sorted;
    double all = 0;
    for (const float value : field.values) {
        if (value <= 0) continue;
        sorted.push_back(value);
        all += static_cast<double>(value);
    }
    std::ranges::sort(sorted, std::greater<>());
    std::vector<float> levels(shares.size(), 0.0F);
    for (std::size_t s = 0; s < shares.size(); ++s) {
        double held = 0;
        for (const float value : sorted) {
            levels[s] = value;
            if ((held += static_cast<double>(value)) >= shares[s] * all) break;
        }
    }
    return levels;
}

std::vector<QLineF> contourLines(const DensityField& field, float level) {
    std::vector<QLineF> lines;
    for (int row = 0; row + 1 < field.rows; ++row) {
        for (int column = 0; column + 1 < field.columns; ++column) {
            const Square square{field.at(column, row), field.at(column + 1, row), field.at(column, row + 1),
                                field.at(column + 1, row + 1)};
            const int above = square.above(level);
            if (above == 0 || above == 15) continue;
            const auto pixelOf = [&](Edge edge) {
                return field.corner + field.cell * (QPointF(column, row) + square.crossing(edge, level));
            };
            for (const auto& [from, to] : piecesIn(square, above, level))
                lines.emplace_back(pixelOf(from), pixelOf(to));
        }
    }
    return lines;
}

} // namespace latent
