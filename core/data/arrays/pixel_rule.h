// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/numbers.h"

#include <limits>
#include <span>
#include <string>

namespace latent {

/// What must be known about the numbers of a set before they become bytes.
struct ValueRange {
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();
    bool whole = true; // no fractions

    /// The index of the first number that is not finite, at which adding stops; values.size() if all are
    /// finite.
    std::size_t add(std::span<const double> values);
};

/// How numbers become bytes: byte = (number − offset) · factor, rounded.
struct PixelRule {
    double offset = 0;
    double factor = 1;
    std::string text; // for display

    std::uint8_t pixel(double number) const;
};

/// 0 and 1 alone, or fractions from 0 to 1: times 255. Integers from 0 to 255: unchanged, or, if none is
/// above 64, divided by the smallest usual number of grey levels that covers them (3, 7, 15, 16, …, 64).
/// 16-bit integers, none negative: divided by the largest value of 10, 12, 14, 15 or 16 bits. Anything else:
/// from the data's own minimum to its maximum.
PixelRule pixelRuleFor(NumberType type, const ValueRange& range);

/// The number in readable form: "−1.2".
std::string numberText(double number);

} // namespace latent
