// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics_report.h"
#include "core/train/evaluation.h"
#include "core/train/records.h"

#include <string>

// Results as JSON for scripts: nats an image, one object a line.
namespace latent {

/// One finished epoch, without the line's end. likelihood: what the nats are of.
std::string metricsLine(const EpochRecord& record, const Likelihood& likelihood);

/// What `evaluate` prints, without the line's end.
std::string evaluationLine(const std::string& model, const std::string& data, const Evaluation& evaluation,
                           const DiagnosticsReport& report);

} // namespace latent
