// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pixel_rule.h"

#include "core/data/image_dataset.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace latent {

std::size_t ValueRange::add(std::span<const double> values) {
    double low = lowest;
    double high = highest;
    bool allWhole = whole;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double value = values[i];
        if (!std::isfinite(value)) return i;
        low = std::min(low, value);
        high = std::max(high, value);
        allWhole = allWhole && value == std::trunc(value);
    }
    lowest = low;
    highest = high;
    whole = allWhole;
    return values.size();
}

std::uint8_t PixelRule::pixel(double number) const {
    const double scaled = (number - offset) * factor;
    if (!(scaled > 0)) return 0; // also NaN
    return static_cast<std::uint8_t>(std::min(scaled, 255.0) + 0.5);
}

std::string numberText(double number) {
    std::array<char, 40> digits{};
    const auto [end, failed] = std::to_chars(digits.data(), digits.data() + digits.size(), std::abs(number),
                                             std::chars_format::general);
    return (number < 0 ? "−" : "") + std::string(digits.data(), end);
}

PixelRule pixelRuleFor(NumberType type, const ValueRange& range) {
    if (range.lowest >= 0 && range.highest <= 1) return {0, 255, "multiplied by 255"};
    if (range.whole && range.lowest >= 0) {
        if (range.highest <= 255 && type.kind != NumberKind::Float) return {0, 1, kBytesAsTheyAre};
        if (type.bytes == 2 && type.kind == NumberKind::Unsigned)
            return {0, 255.0 / 65535, "divided by 65,535"};
        if (type.bytes == 2 && type.kind == NumberKind::Signed)
            return {0, 255.0 / 32767, "divided by 32,767"};
    }
    // Halves, because the difference of two doubles need not be one.
    double factor = 127.5 / (range.highest / 2 - range.lowest / 2);
    if (!std::isfinite(factor)) factor = 0;
    return {range.lowest, factor,
            "scaled from the data's own minimum " + numberText(range.lowest) + " and maximum " +
                numberText(range.highest)};
}

} // namespace latent
