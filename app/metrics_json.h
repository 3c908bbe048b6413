// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/evaluation.h"
#include "core/train/records.h"

#include <string>

// Results as JSON for scripts: nats an image, one object a line.
namespace latent {

/// One finished epoch, without the line's end. likelihood: what the nats are of.
std::string metricsLine(const EpochRecord& record, const Likelihood& likelihood);

/// What `evaluate` prints, without the line's end. images: how many were evaluated.
std::string evaluationLine(const std::string& model, const std::string& data, Index images,
                           const Evaluation& evaluation);

} // namespace latent
