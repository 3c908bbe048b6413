// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model.h"

#include "core/model/network.h"
#include "core/model/objective.h"

namespace latent {

Posterior encode(const Model& model, const Matrix& images) {
    const Index latentSize = model.architecture.latent;
    Matrix statistics(2 * latentSize, images.cols());
    Network<float>(model.architecture).encode(model.weights.data(), images, statistics);
    return {statistics.topRows(latentSize), statistics.bottomRows(latentSize)};
}

Matrix decodeLogits(const Model& model, const Matrix& z) {
    Matrix logits(model.architecture.shape.pixels(), z.cols());
    Network<float>(model.architecture).decode(model.weights.data(), z, logits);
    return logits;
}

Matrix decode(const Model& model, const Matrix& z) {
    Matrix images = decodeLogits(model, z);
    images.array() = (1.0F + (-images.array()).exp()).inverse();
    return images;
}

Matrix klPerDimension(const Posterior& posterior) {
    ByFeature<float> statistics(2 * posterior.mean.rows(), posterior.mean.cols());
    statistics << posterior.mean, posterior.logVariance;
    ByFeature<float> kl(posterior.mean.rows(), posterior.mean.cols());
    klForward<float>(statistics, kl);
    return kl;
}

Vector bernoulliNats(const Matrix& images, const Matrix& logits) {
    Vector nats(images.cols());
    bernoulliForward<float>(images, logits, nats);
    return nats;
}

} // namespace latent
