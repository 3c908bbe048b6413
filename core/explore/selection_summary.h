// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/run/image_set.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace latent {

/// What selected images have in common.
struct SelectionSummary {
    ImageSet images;
    DatasetPtr dataset;
    std::vector<std::uint64_t> pixelSums; // [pixels] of the images' bytes
    std::vector<Index> classes;           // [classes] images of each; empty without labels
    Vector meanImage;                     // [pixels] 0 … 1; empty where nothing is selected
    Vector meanCode;                      // [latent] of the finite codes; empty where there are none
    Vector decoded;                       // [pixels], what the mean code decodes to; empty without it
};

/// Needs images; codes and decoding need a snapshot.
struct SelectionQuestion {
    ImageSet images;
    /// Its sums are brought up to date where that is less work than summing anew; may be null.
    std::shared_ptr<const SelectionSummary> before;
};
SelectionSummary answer(const Evidence& evidence, const SelectionQuestion& question);

enum class SelectionOrder { Number, Name, NearestToMean, FarthestFromMean };

/// Images of the set in the order asked for; without codes or names, by number.
struct SelectionOrderQuestion {
    ImageSet images;
    SelectionOrder order = SelectionOrder::Number;
};
std::vector<std::uint32_t> answer(const Evidence& evidence, const SelectionOrderQuestion& question);

} // namespace latent
