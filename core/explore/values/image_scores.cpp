// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/values/image_scores.h"

#include "core/base/error.h"
#include "core/model/network.h"
#include "core/model/objective.h"
#include "core/train/evaluation.h"
#include "core/train/model_inputs.h"

#include <algorithm>
#include <numeric>

namespace latent {
namespace {

// Images of a task. A convolutional network of the usual size takes some 30 ms for them.
constexpr Index kScoredTogether = 64;

void requireShape(const Model& model, const ImageDataset& dataset) {
    if (dataset.shape != model.architecture.shape)
        throw Error(dataset.name, "", "its images have another size than the model's");
}

std::vector<std::uint32_t> allImages(Index count) {
    std::vector<std::uint32_t> images(static_cast<std::size_t>(count));
    std::iota(images.begin(), images.end(), 0U);
    return images;
}

} // namespace

ImageScores scoreAll(const Model& model, const ImageDataset& dataset, ThreadTeam& team,
                     const Progress& progress) {
    requireShape(model, dataset);
    const Network<float> network(model.architecture);
    const Likelihood& likelihood = model.objective.likelihood;
    const Index latentSize = model.architecture.latent;
    const Index images = dataset.size();
    const std::vector<std::uint32_t> numbers = allImages(images);
    Objective ofMeans = model.objective;
    ofMeans.latentNoise = false;
    BatchWorkspace<float> work =
        network.workspace(kScoredTogether * team.size(), team.size(), Network<float>::Pass::Forward);
    work.batch = work.sharding.images();
    work.corrupted = false;
    ImageScores scores{std::vector<float>(numbers.size()), Matrix(latentSize, images),
                       Matrix(latentSize, images)};
    const Index together = work.sharding.width;
    inParallel(team, tasksOf(images, together), progress, [&](int task, int worker) {
        const Index shard = worker;
        const Index first = task * together;
        const Index count = std::min(together, images - first);
        const std::span<const std::uint32_t> piece =
            std::span(numbers).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
        modelInputs(likelihood, dataset, piece, kInputSeed, work.targetImages(work.firstOf(shard), count));
        network.forward(model.weights.data(), work, ofMeans, shard);
        const ConstByFeatureRef<float> statistics = work.statistics.columns(shard, 0, count);
        scores.mean.middleCols(first, count) = statistics.topRows(latentSize);
        scores.logVariance.middleCols(first, count) = statistics.bottomRows(latentSize);
        for (Index i = 0; i < count; ++i) {
            const double sum = work.sums[static_cast<std::size_t>(work.firstOf(shard) + i)];
            scores.loss[static_cast<std::size_t>(first + i)] =
                static_cast<float>(natsOf(likelihood, sum, dataset.shape.pixels()));
        }
    });
    dataset.requirePixels();
    return scores;
}

std::shared_ptr<const Matrix> codesOf(const Evidence& evidence, ThreadTeam& team, const Progress& progress) {
    const Model& model = evidence.snapshot->model;
    const ImageDataset& dataset = *evidence.dataset;
    requireShape(model, dataset);
    const std::shared_ptr<const Matrix>& known = evidence.snapshot->codes;
    if (known && known->cols() == dataset.size()) return known;
    auto codes = std::make_shared<Matrix>(model.architecture.latent, dataset.size());
    encodeMeans(model, dataset, allImages(dataset.size()), team, *codes, progress.stop);
    progress.at(1);
    return codes;
}

} // namespace latent
