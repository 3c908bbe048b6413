// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/team_work.h"
#include "core/model/model.h"

namespace latent {

/// Σ‖g(z_{i+1}) − g(z_i)‖² over the images [pixels, n] of a curve: its discretised energy under the decoder's
/// pull-back metric (Shao, Kumar and Fletcher 2018).
double energyOf(const Matrix& images);

struct MetricCurve {
    Matrix points; // [latent, n]
    double energy = 0;
};

/// Lowers the energy of a curve [latent, n] whose ends stay, towards a geodesic of the decoder (Arvanitidis,
/// Hansen and Hauberg 2018): damped Gauss-Newton steps (Levenberg-Marquardt), each of which is taken only if
/// it lowers the energy. `step`: of the forward differences by which the decoder's Jacobians are found, in
/// units of z. The same with any number of threads. Throws Cancelled.
MetricCurve shortened(const Model& model, Matrix points, float step, ThreadTeam& team,
                      const Progress& progress);

} // namespace latent
