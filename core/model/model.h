// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/flat_vector.h"
#include "core/model/configuration.h"

namespace latent {

/// A network with its weights: everything needed to encode and decode. A value; shared immutably between any
/// number of threads as part of a Snapshot.
struct Model {
    Architecture architecture;
    Objective objective;       // the objective of its training; decides hasPrior()
    FlatVector<float> weights; // laid out as described by NetworkLayout
};

/// The parameters of q(z|x) for some images.
struct Posterior {
    Matrix mean;        // [latent, images]
    Matrix logVariance; // [latent, images]

    /// exp(s/2), [latent, images]
    Matrix sigma() const { return (logVariance.array() * 0.5F).exp(); }
};

/// images [pixels, n], 0 … 1. Any thread; allocates its own workspace.
Posterior encode(const Model& model, const Matrix& images);

/// z [latent, n] to the means of p(x|z), [pixels, n], 0 … 1. (For a continuous Bernoulli the mean is not λ.)
Matrix decode(const Model& model, const Matrix& z);

/// z [latent, n] to logits [pixels, n].
Matrix decodeLogits(const Model& model, const Matrix& z);

/// KL(q(z|x) ‖ N(0, I)) of each dimension and image, [latent, images], in nats:
/// ½(m² + exp(s) − 1 − s), Kingma and Welling 2014, appendix B.
Matrix klPerDimension(const Posterior& posterior);

/// Logits [pixels, n] to means of p(x|z).
Matrix meansOf(const Likelihood& likelihood, Matrix logits);

/// −log p(x|z) of each image, [n], in nats. images and logits [pixels, n].
Vector reconstructionNats(const Likelihood& likelihood, const Matrix& images, const Matrix& logits);

/// −log p(x|z_k) of one image [pixels] for each column of z [latent, n], [n], in nats.
Vector decodedNats(const Model& model, const Matrix& z, const Vector& image);

} // namespace latent
