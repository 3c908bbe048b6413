// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <QString>

// Likelihoods as people call them.
namespace latent {

/// "Bernoulli", "Gaussian σ 0.1"
QString likelihoodName(const Likelihood& likelihood);

/// What its nats mean: one sentence.
QString likelihoodMeaning(const Likelihood& likelihood);

/// "nats an image, Bernoulli"
QString natsOf(const Likelihood& likelihood);

} // namespace latent
