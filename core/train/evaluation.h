// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/thread_team.h"
#include "core/data/image_dataset.h"
#include "core/model/batch_workspace.h"
#include "core/train/snapshot.h"

#include <span>
#include <stop_token>

namespace latent {

struct Evaluation {
    LossTerms loss;
    PosteriorStatistics posterior;
    double squaredError = 0; // of the decodings of the samples: a pixel's, 0 … 1
};

/// Losses and posterior over the named images, without corruption; one draw of the latent noise an image
/// (where the model has noise) from a stream of `seed`. Does not depend on the team's size.
/// means (may be null) becomes those of the named images, [latent, named images]. `room` (may be null): a
/// batch's memory, overwritten instead of taking more where it has a shard for each thread, none of more than
/// 256 images. Throws Cancelled if stopped.
Evaluation evaluate(const Model& model, const ImageDataset& dataset, std::span<const std::uint32_t> images,
                    std::uint64_t seed, ThreadTeam& team, ByFeature<float>* means = nullptr,
                    std::stop_token stop = {}, BatchWorkspace<float>* room = nullptr);

/// Only the means: overwrites the columns of codes [latent, images of the set] of the named images.
void encodeMeans(const Model& model, const ImageDataset& dataset, std::span<const std::uint32_t> images,
                 ThreadTeam& team, Matrix& codes, std::stop_token stop = {});

} // namespace latent
