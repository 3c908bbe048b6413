// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/manifold_scale.h"

#include <algorithm>
#include <cmath>

namespace latent {

double positionOfValue(std::span<const float> values, float value) {
    const std::size_t count = values.size();
    if (count < 2) return 0.5 * static_cast<double>(count);
    const bool rising = values.back() > values.front();
    std::size_t i = 0; // the piece [i, i + 1] that holds value; the outer ones reach on
    while (i + 2 < count && (rising ? value > values[i + 1] : value < values[i + 1])) ++i;
    const double step = static_cast<double>(values[i + 1]) - static_cast<double>(values[i]);
    const double along = step != 0 ? (static_cast<double>(value) - static_cast<double>(values[i])) / step : 0;
    return std::clamp(static_cast<double>(i) + 0.5 + along, 0.0, static_cast<double>(count));
}

float valueAtPosition(std::span<const float> values, double position) {
    const std::size_t count = values.size();
    if (count == 0) return 0;
    if (count == 1) return values[0];
    const double middle = std::clamp(position, 0.0, static_cast<double>(count)) - 0.5;
    const double piece = std::clamp(std::floor(middle), 0.0, static_cast<double>(count - 2));
    const std::size_t i = static_cast<std::size_t>(piece);
    return values[i] + static_cast<float>(middle - piece) * (values[i + 1] - values[i]);
}

} // namespace latent
