// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/inspection.h"

#include "core/base/error.h"
#include "core/data/batch.h"

#include <algorithm>
#include <cmath>

namespace latent {

std::vector<Index> nearestCodes(const Matrix& codes, const Vector& z, int count, Index except) {
    if (codes.rows() != z.size() || count <= 0) return {};
    const Vector distances = (codes.colwise() - z).colwise().squaredNorm().transpose();
    std::vector<Index> order;
    order.reserve(static_cast<std::size_t>(codes.cols()));
    for (Index i = 0; i < codes.cols(); ++i) {
        // A code that is not finite is near nothing (and NaN would break the order below).
        if (i != except && std::isfinite(distances[i])) order.push_back(i);
    }
    const auto nearer = [&](Index a, Index b) {
        return distances[a] != distances[b] ? distances[a] < distances[b] : a < b;
    };
    const auto kept = std::min(static_cast<std::size_t>(count), order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(), nearer);
    order.resize(kept);
    return order;
}

Inspection inspect(const Snapshot& snapshot, const ImageDataset& dataset, Index image) {
    const Model& model = snapshot.model;
    if (dataset.shape != model.architecture.shape) {
        throw Error(dataset.name, "", "its images have another size than the model's");
    }
    Inspection result;
    result.image = image;
    result.original = imageAsFloat(dataset, image);
    const Posterior posterior = encode(model, result.original);
    result.mean = posterior.mean.col(0);
    result.sigma = posterior.sigma().col(0);
    result.kl = klPerDimension(posterior).col(0);
    result.klNats = result.kl.sum();
    result.reconstruction = decode(model, result.mean).col(0);
    result.reconstructionNats = bernoulliNats(result.original, decodeLogits(model, result.mean))[0];
    if (snapshot.codes) result.neighbours = nearestCodes(*snapshot.codes, result.mean, kNeighbours, image);
    return result;
}

} // namespace latent
