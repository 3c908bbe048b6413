// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <QString>

// Display names and descriptions of likelihoods.
namespace latent {

/// "Bernoulli", "Gaussian σ 0.1"
QString likelihoodName(const Likelihood& likelihood);

/// The meaning of its nats, in one sentence.
QString likelihoodMeaning(const Likelihood& likelihood);

/// "nats per image, Bernoulli"
QString natsOf(const Likelihood& likelihood);

} // namespace latent
