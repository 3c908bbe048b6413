// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/inspection.h"

#include "core/base/error.h"
#include "core/train/model_inputs.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace latent {

std::vector<Index> nearestCodes(const Matrix& codes, const Vector& z, int count, Index except) {
    if (codes.rows() != z.size() || count <= 0) return {};
    using Neighbour = std::pair<float, Index>; // squared distance; of two as near, the first image
    std::vector<Neighbour> nearest;            // a heap, the farthest on top
    const auto wanted = static_cast<std::size_t>(count);
    float farthest = std::numeric_limits<float>::infinity();
    for (Index i = 0; i < codes.cols(); ++i) {
        const float distance = (codes.col(i) - z).squaredNorm();
        // Later images lose against earlier ones as near. A code that is not finite is near nothing.
        if (!(distance < farthest) || i == except) continue;
        if (nearest.size() == wanted) {
            std::pop_heap(nearest.begin(), nearest.end());
            nearest.pop_back();
        }
        nearest.emplace_back(distance, i);
        std::push_heap(nearest.begin(), nearest.end());
        if (nearest.size() == wanted) farthest = nearest.front().first;
    }
    std::sort_heap(nearest.begin(), nearest.end());
    std::vector<Index> images;
    for (const Neighbour& neighbour : nearest) images.push_back(neighbour.second);
    return images;
}

Inspection inspect(const Snapshot& snapshot, const ImageDataset& dataset, Index image) {
    const Model& model = snapshot.model;
    if (dataset.shape != model.architecture.shape) {
        throw Error(dataset.name, "", "its images have another size than the model's");
    }
    Inspection result;
    result.image = image;
    result.original = modelInput(model.objective.likelihood, dataset, image);
    const Posterior posterior = encode(model, result.original);
    result.mean = posterior.mean.col(0);
    result.sigma = posterior.sigma().col(0);
    result.kl = klPerDimension(posterior).col(0);
    result.klNats = result.kl.sum();
    const Matrix logits = decodeLogits(model, result.mean);
    result.reconstructionNats = reconstructionNats(model.objective.likelihood, result.original, logits)[0];
    result.reconstruction = meansOf(model.objective.likelihood, logits).col(0);
    if (snapshot.codes) result.neighbours = nearestCodes(*snapshot.codes, result.mean, kNeighbours, image);
    return result;
}

Inspection answer(const Evidence& evidence, const InspectionQuestion& question) {
    return inspect(*evidence.snapshot, *evidence.dataset, question.image);
}

std::vector<Index> answer(const Evidence& evidence, const NearestQuestion& question) {
    const std::shared_ptr<const Matrix>& codes = evidence.snapshot->codes;
    return codes ? nearestCodes(*codes, question.point, kNeighbours, -1) : std::vector<Index>();
}

} // namespace latent
