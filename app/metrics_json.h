// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/diagnostics_report.h"
#include "core/train/evaluation.h"
#include "core/train/records.h"

#include <string>

// Results as JSON for scripts: nats per image, one object per line.
namespace latent {

/// One finished epoch, without the line's end. What the model does not have is left out, not null: the keys
/// of KL
/// ("kl", "kl_per_dimension") unless hasKl(), and "sigma_mean" without latent noise.
std::string metricsLine(const EpochRecord& record, const Objective& objective);

/// What `evaluate` prints, without the line's end; leaves out the same keys.
std::string evaluationLine(const std::string& model, const std::string& data, const Objective& objective,
                           const Evaluation& evaluation, const DiagnosticsReport& report);

} // namespace latent
