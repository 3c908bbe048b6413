// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/evaluation.h"

#include "core/base/error.h"
#include "core/model/network.h"
#include "core/model/objective.h"
#include "core/train/model_inputs.h"
#include "core/train/posterior_accumulator.h"

#include <algorithm>

namespace latent {
namespace {

constexpr std::size_t kChunk = 256; // images a task: the result depends on it, not on the team
// So many of them go through the network together where nobody lends memory: more are no faster.
constexpr std::size_t kPiece = 64;
constexpr Index kSummedTogether = kLaneGroup; // images that are summed together, whatever the pieces
// A convolutional network looks at the stop token some 50 ms apart.
constexpr int kTasksBetweenChecks = 2;

struct ChunkSums {
    explicit ChunkSums(Index latentSize)
        : posterior(latentSize) {}
    double reconstruction = 0;
    double squaredError = 0; // of all pixels
    PosteriorAccumulator posterior;
};

// Images of a piece, which is in a shard of the workspace.
struct Block {
    Index shard = 0;
    Index first = 0; // in the shard
    Index count = 0;
};

// Σ (mean of p(x|z) − x)² over all pixels.
double squaredErrorOf(const Likelihood& likelihood, const BatchWorkspace<float>& work, const Block& block) {
    const auto columns = [&](const ShardedMatrix<float>& of) {
        return of.columns(block.shard, block.first, block.count);
    };
    const ConstByFeatureRef<float> target = columns(work.target.byFeature);
    const ConstByFeatureRef<float> logits = columns(work.logits.byFeature);
    const auto x = target.array();
    const auto l = logits.array();
    if (likelihood.kind != Likelihood::Kind::ContinuousBernoulli)
        return static_cast<double>(((1.0F + (-l).exp()).inverse() - x).square().sum());
    const auto mean = l.unaryExpr(
        [&](float at) { return static_cast<float>(meanOf(likelihood, static_cast<double>(at))); });
    return static_cast<double>((mean - x).square().sum());
}

double natsOf(const Likelihood& likelihood, const BatchWorkspace<float>& work, const Block& block) {
    const Index pixels = work.logits.byFeature.features();
    const Index begin = work.firstOf(block.shard) + block.first;
    double sum = 0;
    for (Index i = begin; i < begin + block.count; ++i)
        sum += natsOf(likelihood, work.sums[static_cast<std::size_t>(i)], pixels);
    return sum;
}

void addBlock(ChunkSums& sum, const Likelihood& likelihood, const BatchWorkspace<float>& work,
              const Block& block) {
    sum.reconstruction += natsOf(likelihood, work, block);
    sum.squaredError += squaredErrorOf(likelihood, work, block);
    sum.posterior.add(work.statistics.columns(block.shard, block.first, block.count));
}

int chunkCount(std::span<const std::uint32_t> images) {
    return static_cast<int>((images.size() + kChunk - 1) / kChunk);
}

// Calls work(chunk, worker, images of the chunk) for all chunks, split over the team.
template <class Work>
void forEachChunk(std::span<const std::uint32_t> images, ThreadTeam& team, const std::stop_token& stop,
                  Work work) {
    const int chunks = chunkCount(images);
    const int round = kTasksBetweenChecks * team.size();
    for (int first = 0; first < chunks; first += round) {
        if (stop.stop_requested()) throw Cancelled();
        team.run(std::min(round, chunks - first), [&](int task, int worker) {
            const std::size_t begin = static_cast<std::size_t>(first + task) * kChunk;
            work(first + task, worker,
                 images.subspan(begin, std::min<std::size_t>(kChunk, images.size() - begin)));
        });
    }
}

// Calls work(first, images of the piece) for all pieces of a chunk.
template <class Work>
void forEachPiece(std::span<const std::uint32_t> chunk, std::size_t images, Work work) {
    for (std::size_t first = 0; first < chunk.size(); first += images)
        work(static_cast<Index>(first), chunk.subspan(first, std::min(images, chunk.size() - first)));
}

} // namespace

Evaluation evaluate(const Model& model, const ImageDataset& dataset, std::span<const std::uint32_t> images,
                    std::uint64_t seed, ThreadTeam& team, ByFeature<float>* means, std::stop_token stop,
                    BatchWorkspace<float>* room) {
    const Network<float> network(model.architecture);
    const Index latentSize = model.architecture.latent;
    std::vector<ChunkSums> sums(static_cast<std::size_t>(chunkCount(images)), ChunkSums(latentSize));
    BatchWorkspace<float> own;
    const bool fits = room != nullptr && room->sharding.shards >= team.size() &&
                      room->sharding.width <= static_cast<Index>(kChunk);
    if (!fits) own = network.workspace(kPiece * team.size(), team.size(), Network<float>::Pass::Forward);
    BatchWorkspace<float>& work = fits ? *room : own;
    work.batch = work.sharding.images(); // of a smaller piece the rest is computed for nothing
    work.corrupted = false;
    const auto together = static_cast<std::size_t>(work.sharding.width);
    if (means != nullptr) means->resize(latentSize, static_cast<Index>(images.size()));
    forEachChunk(images, team, stop, [&](int chunk, int worker, std::span<const std::uint32_t> part) {
        const Index shard = worker;
        ByFeature<float> noise(latentSize, static_cast<Index>(part.size()));
        Random(seed, Stream::Evaluation, static_cast<std::uint64_t>(chunk)).fillNormal(noise);
        ChunkSums& sum = sums[static_cast<std::size_t>(chunk)];
        forEachPiece(part, together, [&](Index first, std::span<const std::uint32_t> piece) {
            const Index count = static_cast<Index>(piece.size());
            modelInputs(model.objective.likelihood, dataset, piece, seed,
                        work.targetImages(work.firstOf(shard), count));
            work.noise.columns(shard, 0, count) = noise.middleCols(first, count);
            network.forward(model.weights.data(), work, model.objective, shard);
            for (Index at = 0; at < count; at += kSummedTogether)
                addBlock(sum, model.objective.likelihood, work,
                         {shard, at, std::min(kSummedTogether, count - at)});
            if (means == nullptr) return;
            means->middleCols(static_cast<Index>(chunk * kChunk) + first, count) =
                work.statistics.columns(shard, 0, count).topRows(latentSize);
        });
    });

    dataset.requirePixels();
    ChunkSums total(latentSize);
    for (const ChunkSums& sum : sums) {
        total.reconstruction += sum.reconstruction;
        total.squaredError += sum.squaredError;
        total.posterior.add(sum.posterior);
    }
    const double n = std::max(static_cast<double>(images.size()), 1.0);
    return {LossTerms::of(total.reconstruction / n, total.posterior.klSum() / n, model.objective.beta),
            total.posterior.statistics(),
            total.squaredError / (n * static_cast<double>(dataset.shape.pixels()))};
}

void encodeMeans(const Model& model, const ImageDataset& dataset, std::span<const std::uint32_t> images,
                 ThreadTeam& team, Matrix& codes, std::stop_token stop) {
    const Network<float> network(model.architecture);
    std::vector<Matrix> pictures(static_cast<std::size_t>(team.size())); // kept: fresh memory costs more
    forEachChunk(images, team, stop, [&](int, int worker, std::span<const std::uint32_t> part) {
        // Kept at one size: where Eigen 3.4 finds no memory to resize a matrix, it frees it twice.
        Matrix& room = pictures[static_cast<std::size_t>(worker)];
        if (room.size() == 0) room.resize(dataset.shape.pixels(), static_cast<Index>(kPiece));
        forEachPiece(part, kPiece, [&](Index, std::span<const std::uint32_t> piece) {
            MatrixRef<float> x = room.leftCols(static_cast<Index>(piece.size()));
            modelInputs(model.objective.likelihood, dataset, piece, kInputSeed, x);
            Matrix statistics(2 * codes.rows(), x.cols());
            network.encode(model.weights.data(), x, statistics);
            for (std::size_t i = 0; i < piece.size(); ++i)
                codes.col(piece[i]) = statistics.col(static_cast<Index>(i)).head(codes.rows());
        });
    });
    dataset.requirePixels();
}

} // namespace latent
