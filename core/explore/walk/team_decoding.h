// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/team_work.h"
#include "core/model/model.h"

namespace latent {

/// decode(), split over a team into pieces that take some milliseconds each: z [latent, n] to means of
/// p(x|z), [pixels, n]. The same with any number of threads. Throws Cancelled.
Matrix decodeByTeam(const Model& model, const Matrix& z, ThreadTeam& team, const Progress& progress);

} // namespace latent
