// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/evaluation.h"

#include "core/base/error.h"
#include "core/data/batch.h"
#include "core/model/network.h"
#include "core/model/objective.h"
#include "core/train/posterior_accumulator.h"

#include <algorithm>

namespace latent {
namespace {

constexpr std::size_t kChunk = 250;    // images a task: the result depends on it, not on the team
constexpr int kTasksBetweenChecks = 8; // about 10 ms between looks at the stop token

struct ChunkSums {
    explicit ChunkSums(Index latentSize)
        : posterior(latentSize) {}
    double reconstruction = 0;
    PosteriorAccumulator posterior;
};

int chunkCount(std::span<const std::uint32_t> images) {
    return static_cast<int>((images.size() + kChunk - 1) / kChunk);
}

// Calls work(chunk, images of the chunk) for all chunks, split over the team.
template <class Work>
void forEachChunk(std::span<const std::uint32_t> images, ThreadTeam& team, const std::stop_token& stop,
                  Work work) {
    const int chunks = chunkCount(images);
    const int round = kTasksBetweenChecks * team.size();
    for (int first = 0; first < chunks; first += round) {
        if (stop.stop_requested()) throw Cancelled();
        team.run(std::min(round, chunks - first), [&](int task, int) {
            const std::size_t begin = static_cast<std::size_t>(first + task) * kChunk;
            work(first + task, images.subspan(begin, std::min<std::size_t>(kChunk, images.size() - begin)));
        });
    }
}

Matrix gathered(const ImageDataset& dataset, std::span<const std::uint32_t> images) {
    Matrix x(dataset.shape.pixels(), static_cast<Index>(images.size()));
    gather(dataset, images, x);
    return x;
}

void keepMeans(const Matrix& statistics, std::span<const std::uint32_t> images, Matrix& codes) {
    for (std::size_t i = 0; i < images.size(); ++i) {
        codes.col(images[i]) = statistics.col(static_cast<Index>(i)).head(codes.rows());
    }
}

} // namespace

Evaluation evaluate(const Model& model, const ImageDataset& dataset, std::span<const std::uint32_t> images,
                    std::uint64_t seed, ThreadTeam& team, Matrix* codes, std::stop_token stop) {
    const Network<float> network(model.architecture);
    const Index latentSize = model.architecture.latent;
    std::vector<ChunkSums> sums(static_cast<std::size_t>(chunkCount(images)), ChunkSums(latentSize));
    forEachChunk(images, team, stop, [&](int chunk, std::span<const std::uint32_t> part) {
        const Matrix x = gathered(dataset, part);
        Matrix statistics(2 * latentSize, x.cols());
        network.encode(model.weights.data(), x, statistics);
        Matrix noise(latentSize, x.cols());
        Random(seed, Stream::Evaluation, static_cast<std::uint64_t>(chunk))
            .fillNormal(noise.data(), noise.size());
        Matrix z(latentSize, x.cols());
        sampleForward<float>(statistics, noise, model.objective.latentNoise, z);
        Matrix logits(x.rows(), x.cols());
        network.decode(model.weights.data(), z, logits);
        Vector nats(x.cols());
        bernoulliForward<float>(x, logits, nats);
        ChunkSums& sum = sums[static_cast<std::size_t>(chunk)];
        sum.reconstruction = nats.cast<double>().sum();
        sum.posterior.add(statistics);
        if (codes != nullptr) keepMeans(statistics, part, *codes);
    });

    ChunkSums total(latentSize);
    for (const ChunkSums& sum : sums) {
        total.reconstruction += sum.reconstruction;
        total.posterior.add(sum.posterior);
    }
    const double n = std::max(static_cast<double>(images.size()), 1.0);
    return {LossTerms::of(total.reconstruction / n, total.posterior.klSum() / n, model.objective.beta),
            total.posterior.statistics()};
}

void encodeMeans(const Model& model, const ImageDataset& dataset, std::span<const std::uint32_t> images,
                 ThreadTeam& team, Matrix& codes, std::stop_token stop) {
    const Network<float> network(model.architecture);
    forEachChunk(images, team, stop, [&](int, std::span<const std::uint32_t> part) {
        Matrix statistics(2 * codes.rows(), static_cast<Index>(part.size()));
        network.encode(model.weights.data(), gathered(dataset, part), statistics);
        keepMeans(statistics, part, codes);
    });
}

} // namespace latent
