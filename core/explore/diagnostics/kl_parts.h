// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/diagnostics_report.h"
#include "core/explore/team_work.h"
#include "core/model/model.h"

namespace latent {

inline constexpr Index kMostKlImages = 5000; // the work grows with their square

/// Splits the mean KL of (at most kMostKlImages of) the images whose posteriors are given. q(z) is the exact
/// mixture of those posteriors, at one sample an image.
KlParts klParts(const Posterior& posterior, std::uint64_t seed, ThreadTeam& team, const Progress& progress);

} // namespace latent
