// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/model/likelihood.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// What an expert would compute by hand about a model and its test images. Nats an image throughout, of the
// report's likelihood.
namespace latent {

/// A mean over images and its standard error.
struct MeanOver {
    double value = 0;
    double standardError = 0;
};

/// E log (1/K Σ p(x|z_k) p(z_k) / q(z_k|x)), a lower bound of log p(x) that rises with K (Burda, Grosse and
/// Salakhutdinov 2016, equation 8).
struct ImportanceBound {
    int samples = 0;  // K
    Index images = 0; // the first so many of the test set
    MeanOver logLikelihood;
    MeanOver elbo; // of the same images
    std::optional<MeanOver>
        exact{}; // of the same images, by integration on a grid; one or two dimensions only
};

/// E KL(q(z|x) ‖ p(z)) = index-code mutual information + total correlation + dimension-wise KL (Hoffman and
/// Johnson 2016; Chen, Li, Grosse and Duvenaud 2018). q(z) is the mixture of the first so many test images'
/// posteriors, at one sample an image; mutual information cannot exceed ln images.
struct KlParts {
    MeanOver mutualInformation;
    MeanOver totalCorrelation;
    MeanOver dimensionWise;
    MeanOver sum; // of the three: the KL at the same samples
    Index images = 0;
};

/// q(z) = mean of q(z|x) over the test images, against p(z) = N(0, I).
struct AggregatePosterior {
    float low = -4; // of the bins
    float high = 4;
    Matrix density;     // of q(z_j), [bins, latent]
    Vector wasserstein; // first Wasserstein distance of q(z_j) from N(0, 1), [latent]

    float distance() const { return wasserstein.size() == 0 ? 0 : wasserstein.mean(); }
};

/// How well the means tell the classes apart: shares of the test images that are classified rightly.
struct ClassAccuracy {
    int neighbours = 0; // k of the vote
    double nearest = 0; // by vote of the k nearest training images
    double linear = 0;  // by multinomial logistic regression on the training images
    double chance = 0;  // by always naming the largest class
};

/// Samples of the prior and their nearest training images in pixels. Where most are next to nothing away,
/// they were memorised. Decodings are smooth: they lie nearer than test images do by that alone.
struct Memorisation {
    Matrix samples;               // [pixels, n]
    std::vector<Index> nearest;   // image of the set, [n]
    std::vector<double> distance; // root mean squared difference a pixel, [n]
    double medianDistance = 0;
    double medianOfTest = 0; // of test images' own nearest training images
};

/// Mutual information gap (Chen et al. 2018), estimated from 20 equal bins of each mean over at most 10,000
/// images, as in disentanglement_lib (Locatello et al. 2019).
struct InformationGap {
    double gap = 0; // mean over factors, 0 … 1
    std::vector<std::string> factors;
    std::vector<double> gaps;    // [factors]
    std::vector<int> dimensions; // the one that tells most of each factor, [factors]
};

/// Parts that do not apply to the model or the set, or were not asked for, are empty.
struct DiagnosticsReport {
    std::int64_t step = 0; // of training, where the asker knows it
    Likelihood likelihood; // whose nats these are
    Index images = 0;      // test images
    /// Of one draw of the noise an image.
    MeanOver reconstruction;       // −log p(x|z)
    std::optional<MeanOver> kl;    // of models with noise, as is what follows from it
    std::optional<MeanOver> elbo;  // −(reconstruction + KL), whatever β
    double squaredErrorOfMean = 0; // of the decodings of the means: a pixel's, 0 … 1
    double squaredErrorOfSample = 0;
    int activeUnits = 0; // dimensions whose means vary by more than kActiveVariance (see snapshot.h)
    Vector variance;     // of the means, [latent]

    std::optional<ImportanceBound> bound;
    std::optional<KlParts> klParts;
    std::optional<AggregatePosterior> aggregate;
    std::optional<ClassAccuracy> accuracy;
    std::optional<Memorisation> memorisation;
    std::optional<InformationGap> informationGap;
};
using DiagnosticsReportPtr = std::shared_ptr<const DiagnosticsReport>;

} // namespace latent
