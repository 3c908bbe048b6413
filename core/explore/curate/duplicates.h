// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/team_work.h"

#include <vector>

namespace latent {

/// Images that are the same or nearly so. By pixels it needs the images alone, by codes a snapshot too.
struct DuplicatesQuestion {
    enum class By {
        Pixels, // root mean squared difference of a pixel, 0 … 1
        Codes   // Euclidean distance over the usual one: the median distance of a code from its nearest
    };
    By by = By::Pixels;
    float threshold = 0.03F; // the largest distance of a pair, in these units; by pixels 0: equal images

    bool operator==(const DuplicatesQuestion&) const = default;
};

inline constexpr float kUsualPixelThreshold = 0.03F;
inline constexpr float kUsualCodeThreshold = 0.2F;

/// Images each of which has another of the group within the threshold: connected components, so that the ends
/// of a long chain may be farther from one another.
struct DuplicateGroup {
    std::vector<Index> images;   // ascending
    std::vector<float> distance; // [images] to the nearest other of the group

    float nearest() const;
};

struct Duplicates {
    DuplicatesQuestion asked;
    std::vector<DuplicateGroup> groups; // the largest first; of equal size the one with the nearest pair
    float usual = 1;                    // by codes: the usual distance, in which thresholds are counted
};

/// Throws Error for a threshold below 0, and where the pixels are gone; Cancelled.
Duplicates answer(const Evidence& evidence, const DuplicatesQuestion& question, const Progress& progress);

/// The two ways with a given team, on whose size nothing depends. codes [latent, images]; those that are not
/// finite have no duplicates.
Duplicates duplicatesByPixels(const ImageDataset& dataset, float threshold, ThreadTeam& team,
                              const Progress& progress);
Duplicates duplicatesByCodes(const Matrix& codes, float threshold, ThreadTeam& team,
                             const Progress& progress);

/// The median distance of a code from its nearest other, over at most a few thousand codes spread evenly.
float usualCodeDistance(const Matrix& codes, ThreadTeam& team, const Progress& progress);

} // namespace latent
