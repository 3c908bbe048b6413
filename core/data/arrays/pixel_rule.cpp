// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/pixel_rule.h"

#include "core/data/image_dataset.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace latent {
namespace {

// The first of these ascending numbers that is large enough; 0: none.
double smallestOf(std::span<const int> tops, double highest) {
    const auto top = std::find_if(tops.begin(), tops.end(), [&](int each) { return each >= highest; });
    return top == tops.end() ? 0 : *top;
}

// With few grey levels, unscaled bytes would be almost black: the largest level of such a set becomes white.
PixelRule byteRule(double highest) {
    constexpr std::array kTops{3, 4, 7, 8, 9, 10, 15, 16, 31, 32, 63, 64};
    const double top = smallestOf(kTops, highest);
    if (top == 0) return {0, 1, kBytesAsTheyAre};
    const std::string largest =
        top == highest ? ", the largest value" : "; the largest value is " + numberText(highest);
    return {0, 255 / top, "divided by " + numberText(top) + largest};
}

// Cameras and scanners leave the upper bits of a 16-bit number unused.
PixelRule wordRule(double highest) {
    constexpr std::array kTops{1023, 4095, 16383, 32767, 65535};
    switch (static_cast<int>(smallestOf(kTops, highest))) {
    case 1023:
        return {0, 255.0 / 1023, "divided by 1,023, the largest value of 10 bits"};
    case 4095:
        return {0, 255.0 / 4095, "divided by 4,095, the largest value of 12 bits"};
    case 16383:
        return {0, 255.0 / 16383, "divided by 16,383, the largest value of 14 bits"};
    case 32767:
        return {0, 255.0 / 32767, "divided by 32,767"};
    default:
        return {0, 255.0 / 65535, "divided by 65,535"};
    }
}

} // namespace

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
    if (!(scaled > 0)) return 0; // also for NaN
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
        if (range.highest <= 255 && type.kind != NumberKind::Float) return byteRule(range.highest);
        if (type.bytes == 2 && type.kind != NumberKind::Float) return wordRule(range.highest);
    }
    // Halved first, because the difference of two doubles may overflow.
    double factor = 127.5 / (range.highest / 2 - range.lowest / 2);
    if (!std::isfinite(factor)) factor = 0;
    return {range.lowest, factor,
            "scaled from the data's own minimum " + numberText(range.lowest) + " and maximum " +
                numberText(range.highest)};
}

} // namespace latent
