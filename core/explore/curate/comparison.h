// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/team_work.h"
#include "core/explore/values/image_numbers.h"

#include <vector>

namespace latent {

/// What differs between two sets of images. Needs a snapshot and the images.
struct ComparisonQuestion {
    ImageNumbers a;
    ImageNumbers b;

    bool operator==(const ComparisonQuestion&) const = default;
};

struct DimensionDifference {
    int dimension = 0;
    double effect =
        0; // Cohen's d: mean of A minus mean of B, over the pooled standard deviation (Cohen 1988)
    double meanA = 0;
    double meanB = 0;
};

struct SetPictures {
    Index count = 0;
    Vector meanImage; // [pixels], 0 … 1
    Vector meanCode;  // [latent]
    Vector decoded;   // [pixels], of the mean code
};

struct Comparison {
    std::vector<DimensionDifference> dimensions; // the largest effect, either way, first
    SetPictures a;
    SetPictures b;
};

/// Throws Error where a set is empty or has images that are not there; Cancelled.
Comparison answer(const Evidence& evidence, const ComparisonQuestion& question, const Progress& progress);
/// With a given team, on whose size nothing depends.
Comparison compareSets(const Evidence& evidence, const ComparisonQuestion& question, ThreadTeam& team,
                       const Progress& progress);

/// Mean of every pixel over these images, [pixels], 0 … 1; exact sums.
Vector meanImageOf(const ImageDataset& dataset, const std::vector<Index>& images, ThreadTeam& team,
                   const Progress& progress);

} // namespace latent
