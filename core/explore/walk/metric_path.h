// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/team_work.h"
#include "core/model/model.h"

namespace latent {

/// Σ‖xᵢ₊₁ − xᵢ‖² over the images [pixels, n] of a curve, or over its points: the discretised energy under the
/// decoder's pull-back metric (Shao, Kumar and Fletcher 2018), or the latent space's own.
double energyOf(const Matrix& columns);

/// The metric JᵀJ + weight·I, J the decoder's Jacobian. The second term keeps dimensions that hardly change
/// the picture from drifting away from all data.
struct DecoderMetric {
    float weight = 0;   // pixels² a unit² of z
    float step = 0.01F; // of the forward differences by which J is found, in units of z
};

struct MetricCurve {
    Matrix points;     // [latent, n]
    double energy = 0; // energyOf() the images, and weight times that of the points
};

/// Lowers the energy of a curve [latent, n] whose ends stay, towards a geodesic of the decoder (Arvanitidis,
/// Hansen and Hauberg 2018): damped Gauss-Newton steps (Levenberg-Marquardt), each of which is taken only if
/// it lowers the energy. The same with any number of threads. Throws Cancelled.
MetricCurve shortened(const Model& model, Matrix points, const DecoderMetric& metric, ThreadTeam& team,
                      const Progress& progress);

} // namespace latent
