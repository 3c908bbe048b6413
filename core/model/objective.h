// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

// The two terms of the loss, each with its gradient. Log-variance throughout: s = ln σ².
namespace latent {

/// Bernoulli reconstruction from logits in the stable form, max(l, 0) − l·x + ln(1 + exp(−|l|)), by image:
/// x, logits [pixels, B]; overwrites nats [B]. Training has the same term by feature, see kernels.h.
template <class S>
void bernoulliForward(const ConstMatrixRef<S>& x, const ConstMatrixRef<S>& logits,
                      Eigen::Ref<VectorOf<S>> nats);

/// z = m + exp(s/2)·e, or z = m without noise. statistics [2·latent, B]: m above s; e, z [latent, B].
template <class S>
void sampleForward(const ConstByFeatureRef<S>& statistics, const ConstByFeatureRef<S>& e, bool noise,
                   ByFeatureRef<S> z);

/// Overwrites dStatistics [2·latent, B] with the gradient of the sample (from dz) plus klScale times that of
/// KL = ½ Σ (m² + exp(s) − 1 − s).
template <class S>
void sampleAndKlBackward(const ConstByFeatureRef<S>& statistics, const ConstByFeatureRef<S>& e, bool noise,
                         const ConstByFeatureRef<S>& dz, S klScale, ByFeatureRef<S> dStatistics);

/// Overwrites kl [latent, B] with each dimension's term, in nats.
template <class S>
void klForward(const ConstByFeatureRef<S>& statistics, ByFeatureRef<S> kl);

} // namespace latent
