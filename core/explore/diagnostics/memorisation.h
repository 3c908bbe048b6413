// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/explore/diagnostics/diagnostics_report.h"
#include "core/explore/team_work.h"
#include "core/model/model.h"

namespace latent {

inline constexpr int kMemorisationSamples = 64;

/// Samples of the prior beside their nearest training images, in grey values. The model must have a prior,
/// the set training images.
Memorisation memorisation(const Model& model, const ImageDataset& dataset, std::uint64_t seed,
                          ThreadTeam& team, const Progress& progress);

} // namespace latent
