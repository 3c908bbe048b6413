// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/diagnostics_report.h"
#include "core/explore/evidence.h"
#include "core/explore/team_work.h"

namespace latent {

/// Which parts are wanted. Those that do not apply are left out all the same: the bound, KL's parts and the
/// aggregate posterior need noise, memorisation a prior, accuracy labels, the information gap known factors.
struct DiagnosticsQuestion {
    int samples = 1000;      // K of the bound, 1 … kMostImportanceSamples; 0: no bound
    Index boundImages = 500; // the first so many test images; 0: all
    bool klParts = true;
    bool aggregate = true;
    bool accuracy = true;
    bool memorisation = true;
    bool informationGap = true;
    std::uint64_t seed = 1;

    bool operator==(const DiagnosticsQuestion&) const = default;
};

/// Looks at the test images (the training images where there are none). The same with any number of threads.
/// Throws Error where the images have another shape than the model's, Cancelled if stopped.
DiagnosticsReport diagnose(const Model& model, const ImageDataset& dataset,
                           const DiagnosticsQuestion& question, ThreadTeam& team, const Progress& progress);

/// diagnose() with a team as large as the machine. Needs a snapshot and images.
DiagnosticsReport answer(const Evidence& evidence, const DiagnosticsQuestion& question,
                         const Progress& progress);

} // namespace latent
