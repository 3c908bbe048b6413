// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/seen_images.h"
#include "core/explore/team_work.h"

#include <optional>

namespace latent {

/// ln p(x) = ln ∫ p(x|z) p(z) dz of the first `images` images, nats [images], by the trapezoidal rule on a
/// regular grid over one or two dimensions. Such a sum converges exponentially as its spacing falls below the
/// width of what is summed (Trefethen and Weideman 2014); half of its points, every other one, tell how near
/// it is. Nothing with more dimensions, or where the posterior is too narrow for the finest grid that is
/// affordable.
std::optional<Eigen::ArrayXd> gridLogLikelihoods(const SeenImages& seen, Index images, ThreadTeam& team,
                                                 const Progress& progress);

} // namespace latent
