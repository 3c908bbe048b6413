// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/explore/results.h"

namespace latent {

/// Which codes decide on the main axes and their shares of the variance. A sample is some thousand codes from
/// all over the set: near enough for a map that moves on at once, in a hundredth of the time.
enum class AxesFrom { AllCodes, Sample };

/// Two dimensions of codes [latent, images], or their two main axes. PCA axes are matched in order and
/// sign to `previous` (may be null), so that a live map does not flip between refreshes. A latent space
/// of one dimension is shown against zero.
MapFrame projectCodes(const Matrix& codes, const MapAxes& axes, const Projection* previous,
                      AxesFrom source = AxesFrom::AllCodes);

/// Where the map draws every image. Needs a snapshot with codes.
struct MapQuestion {
    MapAxes axes;
    MapFramePtr before;    // whose main axes are matched if it shows the same ones; may be null
    MapFramePtr onto = {}; // a map of the same images that this one is aligned with; may be null
};
MapFrame answer(const Evidence& evidence, const MapQuestion& question);

} // namespace latent
