// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/traversal.h"

#include "core/base/random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace latent {
namespace {

constexpr float kReach = 3; // standard deviations, or spreads, to each side

/// Value i of n evenly from low to high, both ends included; one value is the centre. The middle of an
/// odd number is LatentRange::centre() to the bit.
float evenly(float low, float high, int i, int n) {
    const float t = n > 1 ? static_cast<float>(i) / static_cast<float>(n - 1) : 0.5F;
    return (1 - t) * low + t * high;
}

/// Acklam's rational approximation (2003) for p ≤ ½, relative error 1.15e-9.
double acklam(double p) {
    constexpr double kBorder = 0.02425;
    if (p < kBorder) {
        const double q = std::sqrt(-2 * std::log(p));
        return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q -
                  2.549732539343734e+00) *
                     q +
                 4.374664141464968e+00) *
                    q +
                2.938163982698783e+00) /
               ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q +
                 3.754408661907416e+00) *
                    q +
                1);
    }
    const double q = p - 0.5;
    const double r = q * q;
    return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r +
              1.383577518672690e+02) *
                 r -
             3.066479806614716e+01) *
                r +
            2.506628277459239e+00) *
           q /
           (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r +
              6.680131188771972e+01) *
                 r -
             1.328068155288572e+01) *
                r +
            1);
}

} // namespace

double inverseGaussianCdf(double p) {
    if (!(p > 0)) return p == 0 ? -std::numeric_limits<double>::infinity() : std::nan("");
    if (p >= 1) return p == 1 ? std::numeric_limits<double>::infinity() : std::nan("");
    // By symmetry the lower half is enough; 1 − p is exact for p ≥ ½.
    if (p > 0.5) return -inverseGaussianCdf(1 - p);
    const double x = acklam(p);
    // Near the centre erf keeps the relative precision, in the tail erfc does.
    const double error = p > 0.25 ? 0.5 * std::erf(x / std::numbers::sqrt2) - (p - 0.5)
                                  : 0.5 * std::erfc(-x / std::numbers::sqrt2) - p;
    const double u = error * std::sqrt(2 * std::numbers::pi) * std::exp(x * x / 2);
    return x - u / (1 + x * u / 2);
}

LatentRange latentRange(const Snapshot& snapshot) {
    const Index latent = snapshot.model.architecture.latent;
    LatentRange range;
    range.prior = snapshot.model.objective.hasPrior();
    range.low = Vector::Constant(latent, -kReach);
    range.high = Vector::Constant(latent, kReach);
    const PosteriorStatistics& codes = snapshot.posterior;
    const bool known = codes.mean.size() == latent && codes.spread.size() == latent &&
                       codes.mean.allFinite() && codes.spread.allFinite();
    if (range.prior || !known) return range;
    range.low = codes.mean - kReach * codes.spread;
    range.high = codes.mean + kReach * codes.spread;
    return range;
}

FilmStrips filmStrips(const Model& model, const Model& preview, const StripsQuestion& asked) {
    assert(asked.point.size() == model.architecture.latent && asked.range.low.size() == asked.point.size());
    const Index frames = asked.frames;
    const auto count = static_cast<Index>(asked.dimensions.size());
    FilmStrips strips{asked, {}, model.architecture.shape, {}, preview.architecture.shape};
    // The point itself rides along as the last column where it can, so that all is one product a layer.
    const bool together = &preview == &model && asked.image;
    Matrix z = asked.point.replicate(1, count * frames + (together ? 1 : 0));
    for (Index strip = 0; strip < count; ++strip) {
        const int dimension = asked.dimensions[static_cast<std::size_t>(strip)];
        for (int frame = 0; frame < asked.frames; ++frame) {
            z(dimension, strip * frames + frame) =
                evenly(asked.range.low[dimension], asked.range.high[dimension], frame, asked.frames);
        }
    }
    if (z.cols() > 0) strips.strips = decode(preview, z);
    if (together) {
        strips.image = strips.strips.rightCols(1);
        strips.strips.conservativeResize(Eigen::NoChange, count * frames);
    } else if (asked.image) {
        strips.image = decode(model, asked.point);
    }
    return strips;
}

ImageGrid priorGrid(const LatentRange& range, int count, int columns, std::uint64_t seed) {
    assert(count >= 0 && columns > 0);
    ImageGrid grid;
    grid.columns = columns;
    grid.points.resize(range.low.size(), count);
    Random(seed, Stream::Prior).fillNormal(grid.points.data(), grid.points.size());
    if (!range.prior) {
        const Vector spread = (range.high - range.low) / (2 * kReach);
        grid.points = (spread.asDiagonal() * grid.points).colwise() + range.centre();
    }
    return grid;
}

ImageGrid traversalGrid(const Vector& point, const LatentRange& range, int frames) {
    assert(range.low.size() == point.size() && frames > 0);
    ImageGrid grid;
    grid.columns = frames;
    grid.points = point.replicate(1, point.size() * frames);
    for (Index dimension = 0; dimension < point.size(); ++dimension) {
        for (int frame = 0; frame < frames; ++frame)
            grid.points(dimension, dimension * frames + frame) =
                evenly(range.low[dimension], range.high[dimension], frame, frames);
    }
    return grid;
}

Manifold manifoldGrid(const Vector& point, const LatentRange& range, int x, int y, int side) {
    assert(range.low.size() == point.size() && side > 0);
    assert(x >= 0 && x < point.size() && y >= 0 && y < point.size());
    const auto value = [&](int dimension, int i) {
        if (range.prior) return static_cast<float>(inverseGaussianCdf((i + 0.5) / side));
        return evenly(range.low[dimension], range.high[dimension], i, side);
    };
    Manifold result;
    result.x = x;
    result.y = y;
    for (int i = 0; i < side; ++i) {
        result.xValues.push_back(value(x, i));
        result.yValues.push_back(value(y, side - 1 - i));
    }
    result.grid.columns = side;
    result.grid.points = point.replicate(1, Index{side} * side);
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            const Index cell = Index{row} * side + column;
            result.grid.points(x, cell) = result.xValues[static_cast<std::size_t>(column)];
            result.grid.points(y, cell) = result.yValues[static_cast<std::size_t>(row)];
        }
    }
    return result;
}

} // namespace latent
