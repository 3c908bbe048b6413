// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/image_split.h"

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"

#include <utility>

namespace latent {

ImageSplit splitOf(const ImageDataset& dataset, const OpenOptions& options) {
    return {.given = dataset.testGiven,
            .seed = options.seed,
            .testFraction = dataset.testFraction,
            .readAtMost = options.readAtMost,
            .subset = options.subset};
}

bool holdOutTheSame(const ImageSplit& a, const ImageSplit& b) {
    if (a.given != b.given) return false;
    return a.given || (a.seed == b.seed && a.testFraction == b.testFraction && a.readAtMost == b.readAtMost);
}

OpenOptions withHeldOut(OpenOptions options, const ImageSplit& split) {
    options.seed = split.seed;
    options.testFraction = split.testFraction;
    if (!split.given) options.readAtMost = split.readAtMost;
    return options;
}

OpenOptions withSplit(OpenOptions options, const ImageSplit& split) {
    options = withHeldOut(std::move(options), split);
    options.readAtMost = split.readAtMost;
    options.subset = split.subset;
    return options;
}

} // namespace latent
