// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/diagnostics_report.h"
#include "core/explore/team_work.h"

#include <cstdint>
#include <vector>

namespace latent {

/// Codes of images whose classes are known.
struct LabelledCodes {
    Matrix codes;                      // [latent, images]
    std::vector<std::uint16_t> labels; // [images]
};

/// Classifies `test` by `train`, by vote of the nearest (15; a tie goes to the class of the nearest among the
/// tied) and by a linear probe.
ClassAccuracy classAccuracy(const LabelledCodes& train, const LabelledCodes& test, int classes,
                            ThreadTeam& team, const Progress& progress);

} // namespace latent
