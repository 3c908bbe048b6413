// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace latent {

/// p(x|z) of one pixel, given the decoder's output l. The meaning of the nats depends on the kind: values of
/// different kinds must never be compared.
struct Likelihood {
    enum class Kind {
        Bernoulli, // of grey values: x ln λ + (1 − x) ln (1 − λ), λ = sigmoid(l); no density of x
        Binarised, // Bernoulli of pixels made 0 or 1: nats of binary images
        Gaussian,  // N(sigmoid(l), σ²), σ given: a density of grey values, may exceed 1
        Sigma,     // the same, σ² the batch's mean squared error (Rybkin, Daniilidis and Levine 2021)
        ContinuousBernoulli // density C(λ) λ^x (1 − λ)^(1−x) on [0, 1] (Loaiza-Ganem and Cunningham 2019)
    };
    Kind kind = Kind::Bernoulli;
    /// Binarised: pixels from this value on are 1. 0: each pixel is drawn with its grey value as probability,
    /// anew every time it is used in training (dynamic binarisation).
    float threshold = 0;
    /// Gaussian: σ. Sigma: the current estimate from training, used to evaluate images outside the training
    /// set.
    float deviation = 0.1F;

    bool isGaussian() const { return kind == Kind::Gaussian || kind == Kind::Sigma; }
    bool isBinary() const { return kind == Kind::Binarised; }
    bool operator==(const Likelihood&) const = default;
};

/// Whether nats of a and b have the same meaning, except for a σ found by training.
bool comparable(const Likelihood& a, const Likelihood& b);

/// "bernoulli", "binarised" (dynamic), "binarised:0.5" (threshold), "gaussian" or "gaussian:0.1" (σ),
/// "sigma", "continuous-bernoulli" and back. Throws Error on anything else.
Likelihood parseLikelihood(const std::string& text);
std::string likelihoodText(const Likelihood& likelihood);

} // namespace latent
