// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model.h"

#include "core/model/network.h"
#include "core/model/objective.h"

#include <algorithm>

namespace latent {
namespace {

// x, logits [≥ pixels, ≥ n, whole lane groups] with the same stride; the logits are overwritten. Overwrites
// nats [n].
void natsByFeature(const Likelihood& likelihood, const ByFeature<float>& x, ByFeature<float>& logits,
                   Eigen::Ref<Vector> nats) {
    std::vector<double> sums(static_cast<std::size_t>(paddedToLanes(nats.size())));
    kernels<float>().reconstruction({.term = pixelTermOf(likelihood),
                                     .target = x.data(),
                                     .logits = logits.data(),
                                     .features = x.rows(),
                                     .columns = paddedToLanes(nats.size()),
                                     .stride = x.outerStride(),
                                     .nats = sums.data()});
    for (Index i = 0; i < nats.size(); ++i)
        nats[i] = static_cast<float>(natsOf(likelihood, sums[static_cast<std::size_t>(i)], x.rows()));
}

} // namespace

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

Matrix meansOf(const Likelihood& likelihood, Matrix logits) {
    if (likelihood.kind == Likelihood::Kind::ContinuousBernoulli)
        return logits.unaryExpr(
            [&](float l) { return static_cast<float>(meanOf(likelihood, static_cast<double>(l))); });
    logits.array() = (1.0F + (-logits.array()).exp()).inverse();
    return logits;
}

Matrix decode(const Model& model, const Matrix& z) {
    return meansOf(model.objective.likelihood, decodeLogits(model, z));
}

Matrix klPerDimension(const Posterior& posterior) {
    ByFeature<float> statistics(2 * posterior.mean.rows(), posterior.mean.cols());
    statistics << posterior.mean, posterior.logVariance;
    ByFeature<float> kl(posterior.mean.rows(), posterior.mean.cols());
    klForward<float>(statistics, kl);
    return kl;
}

Vector reconstructionNats(const Likelihood& likelihood, const Matrix& images, const Matrix& logits) {
    Vector nats(images.cols());
    for (Index first = 0; first < images.cols(); first += kRunTogether) {
        const Index count = std::min(kRunTogether, images.cols() - first);
        ByFeature<float> l = ByFeature<float>::Zero(images.rows(), paddedToLanes(count));
        ByFeature<float> x = l;
        l.leftCols(count) = logits.middleCols(first, count);
        x.leftCols(count) = images.middleCols(first, count);
        natsByFeature(likelihood, x, l, nats.segment(first, count));
    }
    return nats;
}

Vector decodedNats(const Model& model, const Matrix& z, const Vector& image) {
    const Network<float> network(model.architecture);
    Vector nats(z.cols());
    ByFeature<float> x;
    network.decodeByFeature(model.weights.data(), z, [&](ByFeature<float>& logits, Index first, Index count) {
        if (x.size() == 0) x = image.replicate(1, logits.cols());
        natsByFeature(model.objective.likelihood, x, logits, nats.segment(first, count));
    });
    return nats;
}

} // namespace latent
