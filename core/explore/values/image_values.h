// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/values/image_numbers.h"
#include "core/explore/values/image_scores.h"

#include <vector>

// A number for every image of the set: what the map is coloured by, and what images are sorted and chosen by.
namespace latent {

/// Needs a snapshot and the images. Kept answers are recognised by the very same set, not an equal one.
struct ImageValuesQuestion {
    enum class Kind {
        Loss,               // −log p(x|z) of the decoding of m, nats
        Kl,                 // summed over the dimensions, nats
        Mean,               // m of one dimension
        Sigma,              // exp(s/2) of one dimension
        DistanceFromCentre, // |m|; without a prior the distance from the codes' mean
        DistanceToSet       // Euclidean, to the nearest code of a set; 0 for its members
    };
    Kind kind = Kind::Loss;
    int dimension = 0;     // of Mean and Sigma
    ImageNumbers set = {}; // of DistanceToSet

    bool operator==(const ImageValuesQuestion&) const = default;
};

struct ImageValues {
    std::vector<float> values; // [images]; NaN: unknown, as every distance to an empty set
    // The first and the 99th percentile of the finite values: a range that a few odd images do not stretch.
    float low = 0;
    float high = 0;
};

/// Means and distances come from the snapshot's codes where it has them; all else encodes every image. Throws
/// Error for images of another size, or a dimension that the model does not have; Cancelled.
ImageValues answer(const Evidence& evidence, const ImageValuesQuestion& question, const Progress& progress);
/// The same with a given team: the numbers do not depend on its size.
ImageValues imageValues(const Evidence& evidence, const ImageValuesQuestion& question, ThreadTeam& team,
                        const Progress& progress);

/// The range of the finite values from the first to the 99th percentile.
void setRobustRange(ImageValues& values);

} // namespace latent
