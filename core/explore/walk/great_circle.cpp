// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/walk/great_circle.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace latent {
namespace {

constexpr double kSmallAngle = 1e-4; // of radians: below, chord and arc are the same to float precision

} // namespace

Vector onGreatCircle(const Vector& a, const Vector& b, const Vector& centre, double t) {
    if (t <= 0) return a;
    if (t >= 1) return b;
    const Eigen::VectorXd from = (a - centre).cast<double>(), to = (b - centre).cast<double>();
    const double fromLength = from.norm(), toLength = to.norm();
    const auto straight = [&]() -> Vector {
        return (1 - static_cast<float>(t)) * a + static_cast<float>(t) * b;
    };
    if (!(fromLength > 0) || !(toLength > 0)) return straight();
    const double cosine = std::clamp(from.dot(to) / (fromLength * toLength), -1.0, 1.0);
    const double angle = std::acos(cosine);
    if (angle < kSmallAngle || angle > std::numbers::pi - kSmallAngle) return straight();
    const double length = (1 - t) * fromLength + t * toLength;
    const Eigen::VectorXd direction =
        (std::sin((1 - t) * angle) / fromLength * from + std::sin(t * angle) / toLength * to) /
        std::sin(angle);
    return centre + (length * direction).cast<float>();
}

} // namespace latent
