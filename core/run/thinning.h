// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace latent {

/// Where a step lies in a run of so many steps, 0 … 1, if its start counts for more: at its beginning
/// kEarlyDensity times as many moments are kept to a step as at its end, where one follows another by about
/// 3 / moments of the run.
double placeInRun(std::int64_t step, std::int64_t steps);
inline constexpr double kEarlyDensity = 20;

/// Whether `step` is far enough from the last one kept, for so many to be kept over the run so far.
/// share: of the distance that they will have in the end.
bool isDue(std::int64_t step, std::optional<std::int64_t> last, int most, double share);

/// A step that is kept, and whether it must be.
struct KeptStep {
    std::int64_t step = 0;
    bool pinned = false;
};
/// The step whose removal leaves the smallest gap, measured by placeInRun(). Never the first, the last or a
/// pinned one; none if no other is left. steps ascend.
std::optional<std::size_t> leastMissed(std::span<const KeptStep> steps);

} // namespace latent
