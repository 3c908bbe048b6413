// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/model/configuration.h"
#include "core/nn/kernels.h"

// The terms of the loss, each with its gradient. Log-variance throughout: s = ln σ².
namespace latent {

/// The sum over pixels on which a likelihood's nats are based.
PixelTerm pixelTermOf(const Likelihood& likelihood);
/// −log p(x|z) of an image with `pixels` pixels, from that sum. For a Gaussian with its deviation: sum /
/// (2σ²) + pixels · (ln σ + ½ ln 2π).
double natsOf(const Likelihood& likelihood, double sum, Index pixels);
/// Mean of p(x|z) of a pixel with logit l. The continuous Bernoulli's is 1 / (1 − exp(−l)) − 1 / l
/// (Loaiza-Ganem and Cunningham 2019, equation 8).
double meanOf(const Likelihood& likelihood, double l);

/// The most likely σ for a mean squared error, with a soft lower clip: ln σ = −6 + softplus(½ ln error + 6)
/// (Rybkin, Daniilidis and Levine 2021, and their code). squaredError: per pixel, over a batch.
double optimalDeviation(double squaredError);

/// Statistics of the whole batch, for gradients that depend on them.
struct BatchMeans {
    double squaredError = 0; // per pixel
    Eigen::VectorXd kl;      // for each dimension [latent], nats
};
/// Whether the gradients need the batch's means first: a step then has a barrier between forward and
/// backward.
bool couplesBatch(const Objective& objective);

/// The factors of each term's gradient.
template <class S>
struct GradientScales {
    S reconstruction = 1; // for the kernel's sum
    VectorOf<S> kl;       // for each dimension [latent]
};
/// For a loss that is the mean over `batch` images. means may be null unless couplesBatch(). A dimension with
/// a KL below the free bits has a factor of 0.
template <class S>
GradientScales<S> gradientScales(const Objective& objective, Index latent, Index batch,
                                 const BatchMeans* means = nullptr);

/// z = m + exp(s/2)·e, or z = m without noise. statistics [2·latent, B]: m above s; e, z [latent, B].
template <class S>
void sampleForward(const ConstByFeatureRef<S>& statistics, const ConstByFeatureRef<S>& e, bool noise,
                   ByFeatureRef<S> z);

/// Overwrites dStatistics [2·latent, B] with the gradient of the sample (from dz) plus klScale [latent] times
/// the gradient of KL = ½ Σ (m² + exp(s) − 1 − s).
template <class S>
void sampleAndKlBackward(const ConstByFeatureRef<S>& statistics, const ConstByFeatureRef<S>& e, bool noise,
                         const ConstByFeatureRef<S>& dz, const VectorOf<S>& klScale,
                         ByFeatureRef<S> dStatistics);

/// Overwrites kl [latent, B] with each dimension's term, in nats.
template <class S>
void klForward(const ConstByFeatureRef<S>& statistics, ByFeatureRef<S> kl);

} // namespace latent
