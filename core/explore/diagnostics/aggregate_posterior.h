// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/diagnostics_report.h"
#include "core/explore/team_work.h"
#include "core/model/model.h"

namespace latent {

/// From some 50,000 samples of q(z), equally many of each image whose posterior is given.
AggregatePosterior aggregatePosterior(const Posterior& posterior, std::uint64_t seed, ThreadTeam& team,
                                      const Progress& progress);

/// Mean distance of the sorted samples from N(0, 1)'s quantiles of the same rank, Φ⁻¹((i + ½) / n): the first
/// Wasserstein distance between one-dimensional distributions.
double distanceFromNormal(const Eigen::Ref<const Eigen::ArrayXf>& sorted);

} // namespace latent
