// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/seen_images.h"
#include "core/explore/team_work.h"

namespace latent {

/// What each image costs: one draw of the noise, the same that evaluate() takes with this seed.
struct TestScores {
    Eigen::ArrayXd reconstruction; // −log p(x|z), nats [images]
    Eigen::ArrayXd kl;             // nats [images]
    double squaredErrorOfMean = 0; // a pixel's, 0 … 1
    double squaredErrorOfSample = 0;
};

/// Encodes and decodes all of the images once, and keeps their posterior in `seen`.
TestScores scoreImages(SeenImages& seen, ThreadTeam& team, const Progress& progress);

} // namespace latent
