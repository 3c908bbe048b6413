// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/shapes.h"

#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace latent {
namespace {

constexpr int kCount = 4096;
constexpr int kSide = 28;
constexpr std::uint64_t kSeed = 0x5ca1ab1e;
constexpr float kLargestShift = 4;
constexpr float kSmallest = 5;
constexpr float kLargest = 9;

struct Point {
    float x = 0;
    float y = 0;
};

float length(Point p) {
    return std::sqrt(p.x * p.x + p.y * p.y);
}

// Signed distances to outlines with a radius of about one unit, negative inside, y down, centre of mass at
// the origin. The heart follows Quilez, "2D distance functions".
float square(Point p) {
    constexpr float kHalf = 0.76F;
    const Point d{std::abs(p.x) - kHalf, std::abs(p.y) - kHalf};
    return length({std::max(d.x, 0.0F), std::max(d.y, 0.0F)}) + std::min(std::max(d.x, d.y), 0.0F);
}

// To first order: exact on the outline, which is where it matters.
float ellipse(Point p) {
    constexpr float kA = 1.0F;
    constexpr float kB = 0.55F;
    const float k0 = length({p.x / kA, p.y / kB});
    const float k1 = length({p.x / (kA * kA), p.y / (kB * kB)});
    return k1 > 0 ? k0 * (k0 - 1) / k1 : -kB;
}

float heart(Point p) {
    constexpr float kScale = 1.62F;
    const float x = std::abs(p.x) / kScale;
    const float y = 0.6566F - p.y / kScale;
    float distance = 0;
    if (x + y > 1) {
        distance = length({x - 0.25F, y - 0.75F}) - std::numbers::sqrt2_v<float> / 4;
    } else {
        const float along = 0.5F * std::max(x + y, 0.0F);
        const float toTip = length({x, y - 1});
        const float toSide = length({x - along, y - along});
        distance = std::copysign(std::min(toTip, toSide), x - y);
    }
    return distance * kScale;
}

// Isosceles, with its tip up: it looks the same again only after a full turn.
float triangle(Point p) {
    constexpr Point kTip{0, -1.08F};
    constexpr Point kCorner{0.68F, 0.54F};
    constexpr Point kSideWay{kCorner.x - kTip.x, kCorner.y - kTip.y};
    const Point q{std::abs(p.x), p.y - kTip.y};
    const float along = std::clamp((q.x * kSideWay.x + q.y * kSideWay.y) /
                                       (kSideWay.x * kSideWay.x + kSideWay.y * kSideWay.y),
                                   0.0F, 1.0F);
    const float toSide = length({q.x - along * kSideWay.x, q.y - along * kSideWay.y});
    const float toBase = length({std::max(q.x - kCorner.x, 0.0F), p.y - kCorner.y});
    const bool inside = q.x * kSideWay.y < q.y * kSideWay.x && p.y < kCorner.y;
    return inside ? -std::min(toSide, toBase) : std::min(toSide, toBase);
}

struct Kind {
    const char* name;
    float (*distance)(Point);
    float turn; // degrees until it looks the same again
};
constexpr std::array<Kind, 4> kKinds{
    {{"Square", square, 90}, {"Ellipse", ellipse, 180}, {"Heart", heart, 360}, {"Triangle", triangle, 360}}};

struct Sprite {
    Point centre; // from the image's centre, pixels
    float radius = 0;
    float degrees = 0;
};

// A pixel's coverage follows from the distance of its centre to the outline: exact for straight edges along
// the grid.
void draw(const Kind& kind, const Sprite& sprite, std::uint8_t* out) {
    const float radians = sprite.degrees * (std::numbers::pi_v<float> / 180);
    const float c = std::cos(radians);
    const float s = std::sin(radians);
    constexpr float kMiddle = (kSide - 1) / 2.0F;
    for (int row = 0; row < kSide; ++row) {
        for (int column = 0; column < kSide; ++column) {
            const float x = static_cast<float>(column) - kMiddle - sprite.centre.x;
            const float y = static_cast<float>(row) - kMiddle - sprite.centre.y;
            const Point p{(c * x + s * y) / sprite.radius, (c * y - s * x) / sprite.radius};
            const float coverage = std::clamp(0.5F - kind.distance(p) * sprite.radius, 0.0F, 1.0F);
            *out++ = static_cast<std::uint8_t>(std::lround(coverage * 255));
        }
    }
}

} // namespace

ImageDataset generateShapes(const Progress& progress) {
    ImageDataset dataset;
    dataset.name = "Shapes";
    dataset.origin = "shapes";
    dataset.shape = {kSide, kSide, 1};
    for (const Kind& kind : kKinds) dataset.classNames.emplace_back(kind.name);
    for (const char* const name : {"shape", "x", "y", "size", "angle"}) {
        dataset.factors.push_back({name, std::vector<float>(kCount)});
    }
    dataset.labels.resize(kCount);
    std::vector<std::uint8_t> pixels(std::size_t{kCount} * kSide * kSide);
    Random random(kSeed, Stream::Data);
    const auto within = [&random](float low, float high) { return low + (high - low) * random.uniform(); };
    for (std::size_t i = 0; i < kCount; ++i) {
        if (i % 256 == 0) progress.at(static_cast<double>(i) / kCount);
        const std::size_t label = i % kKinds.size();
        const Kind& kind = kKinds[label];
        Sprite sprite;
        sprite.centre.x = within(-kLargestShift, kLargestShift);
        sprite.centre.y = within(-kLargestShift, kLargestShift);
        sprite.radius = within(kSmallest, kLargest);
        sprite.degrees = within(0, kind.turn);
        draw(kind, sprite, pixels.data() + i * kSide * kSide);
        dataset.labels[i] = static_cast<std::uint16_t>(label);
        const std::array<float, 5> values{static_cast<float>(label), sprite.centre.x, sprite.centre.y,
                                          sprite.radius, sprite.degrees};
        for (std::size_t factor = 0; factor < values.size(); ++factor) {
            dataset.factors[factor].values[i] = values[factor];
        }
    }
    dataset.pixels = PixelStore::own(std::move(pixels));
    progress.at(1);
    return dataset;
}

} // namespace latent
