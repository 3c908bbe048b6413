// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/walk/polyline.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace latent {

std::vector<double> segmentLengths(const Matrix& columns) {
    std::vector<double> lengths;
    for (Index i = 0; i + 1 < columns.cols(); ++i)
        lengths.push_back(static_cast<double>((columns.col(i + 1) - columns.col(i)).norm()));
    return lengths;
}

std::vector<double> evenPositions(const std::vector<double>& lengths, int count, bool closed) {
    const auto segments = static_cast<double>(lengths.size());
    const double whole = std::accumulate(lengths.begin(), lengths.end(), 0.0);
    const int parts = std::max(closed ? count : count - 1, 1);
    std::vector<double> positions;
    std::size_t segment = 0;
    double before = 0; // the length of all segments before this one
    for (int i = 0; i < count; ++i) {
        const double share = static_cast<double>(i) / parts;
        if (!(whole > 0) || !std::isfinite(whole)) {
            positions.push_back(share * segments);
            continue;
        }
        while (segment + 1 < lengths.size() && before + lengths[segment] <= share * whole)
            before += lengths[segment++];
        const double fraction = lengths[segment] > 0 ? (share * whole - before) / lengths[segment] : 0;
        positions.push_back(static_cast<double>(segment) + std::clamp(fraction, 0.0, 1.0));
    }
    if (!closed && count > 1) positions.back() = segments; // sums of lengths are rounded
    return positions;
}

Vector pointAt(const Matrix& polyline, double position) {
    assert(polyline.cols() > 0);
    const double last = static_cast<double>(polyline.cols() - 1);
    const double at = std::clamp(position, 0.0, last);
    const auto from = std::min(static_cast<Index>(at), std::max<Index>(polyline.cols() - 2, 0));
    const auto t = static_cast<float>(at - static_cast<double>(from));
    if (t == 0) return polyline.col(from);
    if (t == 1) return polyline.col(from + 1);
    return (1 - t) * polyline.col(from) + t * polyline.col(from + 1);
}

Matrix resampled(const Matrix& polyline, const std::vector<double>& lengths, int count, bool closed) {
    const std::vector<double> positions = evenPositions(lengths, count, closed);
    Matrix points(polyline.rows(), count);
    for (int i = 0; i < count; ++i) points.col(i) = pointAt(polyline, positions[static_cast<std::size_t>(i)]);
    return points;
}

Matrix joined(const std::vector<Matrix>& legs) {
    assert(!legs.empty());
    Index columns = 1;
    for (const Matrix& leg : legs) columns += leg.cols() - 1;
    Matrix all(legs.front().rows(), columns);
    Index first = 0;
    for (const Matrix& leg : legs) {
        all.middleCols(first, leg.cols()) = leg;
        first += leg.cols() - 1;
    }
    return all;
}

} // namespace latent
