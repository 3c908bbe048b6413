// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"

#include <vector>

namespace latent {

/// How sure the encoder is of some images. Needs a snapshot and the images.
struct PosteriorsQuestion {
    std::vector<std::uint32_t> images;
};

/// Throws Error if the images have another size than the model's. σ of q(z|x), [latent, images].
Matrix answer(const Evidence& evidence, const PosteriorsQuestion& question);

/// Images that one question should name, so that answering it takes some milliseconds: at least one.
std::size_t posteriorsAtOnce(const Snapshot& snapshot);

} // namespace latent
