// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/moons.h"

#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace latent {
namespace {

constexpr int kCount = 4096;
constexpr int kSide = 28;
constexpr std::uint64_t kSeed = 0x100011;
constexpr float kRadius = 11.5F;
constexpr float kLargestTilt = 45;
constexpr float kEarthshine = 0.12F;
constexpr float kSoftness = 0.16F; // half the width of the terminator, as a cosine

constexpr std::array<const char*, 8> kPhases{"New moon",       "Waxing crescent", "First quarter",
                                             "Waxing gibbous", "Full moon",       "Waning gibbous",
                                             "Last quarter",   "Waning crescent"};

// The dark plains, seen from the north; x right, y down, in units of the disc's radius. They make the tilt
// visible even at full moon.
struct Plain {
    float x;
    float y;
    float radius;
    float depth;
};
constexpr std::array<Plain, 5> kPlains{{{-0.35F, -0.42F, 0.30F, 0.34F},
                                        {0.22F, -0.38F, 0.22F, 0.30F},
                                        {0.38F, -0.10F, 0.20F, 0.34F},
                                        {-0.55F, 0.10F, 0.32F, 0.30F},
                                        {0.62F, 0.22F, 0.16F, 0.26F}}};

float smoothStep(float low, float high, float value) {
    const float t = std::clamp((value - low) / (high - low), 0.0F, 1.0F);
    return t * t * (3 - 2 * t);
}

// Reflectance of the surface at (x, y) of the disc, 0 … 1.
float albedo(float x, float y) {
    float dark = 0;
    for (const Plain& plain : kPlains) {
        const float dx = (x - plain.x) / plain.radius;
        const float dy = (y - plain.y) / plain.radius;
        const float square = dx * dx + dy * dy;
        dark = std::max(dark, plain.depth / (1 + square * square));
    }
    return 1 - dark;
}

void draw(float phase, float tiltDegrees, std::uint8_t* out) {
    const float radians = tiltDegrees * (std::numbers::pi_v<float> / 180);
    const float c = std::cos(radians);
    const float s = std::sin(radians);
    const float sunX = std::sin(2 * std::numbers::pi_v<float> * phase);
    const float sunZ = -std::cos(2 * std::numbers::pi_v<float> * phase); // towards us at full moon
    constexpr float kMiddle = (kSide - 1) / 2.0F;
    for (int row = 0; row < kSide; ++row) {
        for (int column = 0; column < kSide; ++column) {
            const float dx = static_cast<float>(column) - kMiddle;
            const float dy = static_cast<float>(row) - kMiddle;
            const float x = (c * dx + s * dy) / kRadius;
            const float y = (c * dy - s * dx) / kRadius;
            const float square = x * x + y * y;
            const float coverage = std::clamp((1 - std::sqrt(square)) * kRadius + 0.5F, 0.0F, 1.0F);
            const float z = std::sqrt(std::max(0.0F, 1 - square));
            const float lit = smoothStep(-kSoftness, kSoftness, sunX * x + sunZ * z);
            const float light = kEarthshine + (1 - kEarthshine) * lit * (0.85F + 0.15F * z);
            *out++ = static_cast<std::uint8_t>(std::lround(coverage * light * albedo(x, y) * 255));
        }
    }
}

} // namespace

ImageDataset generateMoons(const Progress& progress) {
    ImageDataset dataset;
    dataset.name = "Moon phases";
    dataset.origin = "moons";
    dataset.shape = {kSide, kSide, 1};
    dataset.classNames.assign(kPhases.begin(), kPhases.end());
    dataset.factors = {{"phase", std::vector<float>(kCount)}, {"tilt", std::vector<float>(kCount)}};
    dataset.labels.resize(kCount);
    std::vector<std::uint8_t> pixels(std::size_t{kCount} * kSide * kSide);
    Random random(kSeed, Stream::Data);
    for (std::size_t i = 0; i < kCount; ++i) {
        if (i % 256 == 0) progress.at(static_cast<double>(i) / kCount);
        const float phase = random.uniform();
        const float tilt = kLargestTilt * (2 * random.uniform() - 1);
        draw(phase, tilt, pixels.data() + i * kSide * kSide);
        // Each phase is centred on its moment: new moon extends a sixteenth to both sides of 0.
        dataset.labels[i] = static_cast<std::uint16_t>(std::lround(phase * kPhases.size()) % kPhases.size());
        dataset.factors[0].values[i] = phase;
        dataset.factors[1].values[i] = tilt;
    }
    dataset.pixels = PixelStore::own(std::move(pixels));
    progress.at(1);
    return dataset;
}

} // namespace latent
