// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/seen_images.h"
#include "core/explore/team_work.h"

namespace latent {

inline constexpr int kMostImportanceSamples = 5000;

/// ln (1/K Σ p(x|z_k) p(z_k) / q(z_k|x)) of the first `images` images, nats [images] (Burda, Grosse and
/// Salakhutdinov 2016, equation 8), K = samples. An image's draws depend on the seed and its place alone, and
/// more samples begin with the same ones. The model must have noise.
Eigen::ArrayXd importanceBounds(const SeenImages& seen, Index images, int samples, ThreadTeam& team,
                                const Progress& progress);

} // namespace latent
