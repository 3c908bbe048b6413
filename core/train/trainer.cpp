// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include "core/base/thread_team.h"
#include "core/data/batch.h"
#include "core/model/network.h"
#include "core/nn/adam.h"
#include "core/train/corruption.h"
#include "core/train/evaluation.h"
#include "core/train/posterior_accumulator.h"
#include "core/train/recycling_pool.h"
#include "core/train/schedule.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>
#include <numeric>

namespace latent {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kPosteriorMemory = 0.98; // live statistics look back about 50 batches
constexpr double kSpeedMemory = 0.95;     // images a second, about 20 batches
constexpr Index kBlock = kLaneGroup; // images that share random numbers and sums, however a batch is split
constexpr int kStepsBetweenBackups = 100;
constexpr std::size_t kEncodedTogether = 5000; // images, between which the work can be interrupted and kept

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

bool allFinite(const FlatVector<float>& values) {
    return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

struct BlockSums {
    double reconstruction = 0;
    PosteriorAccumulator posterior{0};
};

/// Images of one task: a wide shard reads the weights, which may not fit the cache, fewer times. At least
/// two, so that one thread can leave the other half to a second.
Index shardSize(Index batch, int threads) {
    const Index shards = std::max(threads, 2);
    return paddedToLanes((batch + shards - 1) / shards);
}

std::span<const std::uint32_t> blockOf(std::span<const std::uint32_t> images, Index first) {
    const auto at = static_cast<std::size_t>(first);
    return images.subspan(at, std::min(static_cast<std::size_t>(kBlock), images.size() - at));
}

} // namespace

struct Trainer::State {
    State(DatasetPtr images, const Configuration& asked, const Model* start);

    void prepareEpoch();
    void runShard(std::span<const std::uint32_t> images, Index first, Index count);
    void fillBlock(std::span<const std::uint32_t> images, Index first);
    void sumBlock(std::span<const std::uint32_t> images, Index first);
    LossTerms sumBlocks();
    void adjustWeights();
    [[noreturn]] void failNonFinite();
    std::int64_t stepsAsked() const { return std::int64_t{batchesPerEpoch} * configuration.training.epochs; }

    DatasetPtr dataset;
    Configuration configuration;
    ThreadTeam team;
    Network<float> network;
    Model model;
    FlatVector<float> gradient;
    FlatVector<float> backup; // finite weights of at most kStepsBetweenBackups steps ago
    Adam<float> adam;
    BatchWorkspace<float> work;
    std::vector<BlockSums> blocks;    // of the present batch
    std::vector<std::uint32_t> order; // of the present epoch
    int batchesPerEpoch = 0;
    int batchInEpoch = 0;
    int epoch = 0; // finished
    std::int64_t stepCount = 0;
    double seconds = 0;
    double secondsAtEpochStart = 0;
    double secondsAtEpochEnd = 0;
    double imagesPerSecond = 0;
    LossTerms epochSums; // image-weighted, of the present epoch
    PosteriorAccumulator livePosterior;
    Matrix codes;            // m of every image when it was last encoded [latent, images of the set]
    bool codesKnown = false; // all of them, at some time
    RecyclingPool<Matrix> codesOfSnapshots;
    RecyclingPool<Snapshot> snapshots{[](Snapshot& snapshot) { snapshot.codes.reset(); }};
    std::size_t encoded = 0; // this many, from the first image on, are of the present weights
};

Trainer::State::State(DatasetPtr images, const Configuration& asked, const Model* start)
    : dataset(std::move(images))
    , configuration(asked)
    , team(asked.training.threads)
    , network(asked.architecture)
    , gradient(static_cast<std::size_t>(network.weightCount()))
    , adam(network.weightCount(), static_cast<double>(asked.training.beta2))
    , livePosterior(asked.architecture.latent)
    , codes(Matrix::Zero(asked.architecture.latent, dataset->size())) {
    if (dataset->train.empty()) throw Error(dataset->name, "", "there are no training images");
    const Index batch = std::min<Index>(asked.training.batch, static_cast<Index>(dataset->train.size()));
    configuration.training.batch = static_cast<int>(batch);
    batchesPerEpoch = static_cast<int>((static_cast<Index>(dataset->train.size()) + batch - 1) / batch);
    work = network.workspace(batch);
    blocks.resize(static_cast<std::size_t>(paddedToLanes(batch) / kBlock));
    model.architecture = asked.architecture;
    model.objective = asked.objective;
    if (start != nullptr) {
        assert(start->architecture == asked.architecture);
        model.weights = start->weights;
    } else {
        model.weights.resize(gradient.size());
        network.initialise(model.weights.data(), asked.training.seed, trainingMean(*dataset));
    }
    backup = model.weights;
    prepareEpoch();
}

void Trainer::State::prepareEpoch() {
    order = shuffledOrder(*dataset, configuration.training.seed, static_cast<std::uint64_t>(epoch));
    batchInEpoch = 0;
    epochSums = {};
    secondsAtEpochStart = seconds;
}

// One shard, [first, first + count) of the batch, from bytes to the gradients of its activations.
void Trainer::State::runShard(std::span<const std::uint32_t> images, Index first, Index count) {
    for (Index at = first; at < first + count; at += kBlock) fillBlock(images, at);
    network.forwardBackward(model.weights.data(), work, model.objective, first, count);
    for (Index at = first; at < first + count; at += kBlock) sumBlock(images, at);
}

void Trainer::State::fillBlock(std::span<const std::uint32_t> images, Index first) {
    const std::span<const std::uint32_t> block = blockOf(images, first);
    const Index count = static_cast<Index>(block.size());
    const std::uint64_t seed = configuration.training.seed;
    const std::uint64_t step = static_cast<std::uint64_t>(stepCount);
    const std::uint64_t number = static_cast<std::uint64_t>(first / kBlock);
    gather(*dataset, block, work.targetImages(first, count));
    if (work.corrupted) {
        corrupt(model.objective.corruption, work.targetImages(first, count),
                Random(seed, Stream::Corruption, step, number), work.inputImages(first, count));
    }
    if (model.objective.latentNoise)
        Random(seed, Stream::Noise, step, number).fillNormal(work.noise, first, count);
}

void Trainer::State::sumBlock(std::span<const std::uint32_t> images, Index first) {
    const std::span<const std::uint32_t> block = blockOf(images, first);
    const Index count = static_cast<Index>(block.size());
    BlockSums& sums = blocks[static_cast<std::size_t>(first / kBlock)];
    sums.reconstruction = std::accumulate(work.nats.begin() + first, work.nats.begin() + first + count, 0.0);
    sums.posterior = PosteriorAccumulator(model.architecture.latent);
    sums.posterior.add(work.statistics.middleCols(first, count));
    for (Index i = 0; i < count; ++i)
        codes.col(block[static_cast<std::size_t>(i)]) = work.statistics.col(first + i).head(codes.rows());
}

LossTerms Trainer::State::sumBlocks() {
    double reconstruction = 0;
    double kl = 0;
    livePosterior.decay(kPosteriorMemory);
    for (Index first = 0; first < work.batch; first += kBlock) {
        const BlockSums& sums = blocks[static_cast<std::size_t>(first / kBlock)];
        reconstruction += sums.reconstruction;
        kl += sums.posterior.klSum();
        livePosterior.add(sums.posterior);
    }
    epochSums.reconstruction += reconstruction;
    epochSums.kl += kl;
    const double n = static_cast<double>(work.batch);
    return LossTerms::of(reconstruction / n, kl / n, model.objective.beta);
}

// Each task computes the gradient of a block of weights and adjusts them while both are in the cache.
void Trainer::State::adjustWeights() {
    adam.beginStep(scheduledRate(configuration.training.schedule,
                                 static_cast<double>(configuration.training.learningRate), stepCount,
                                 stepsAsked()));
    const auto& tasks = network.gradientTasks();
    team.run(static_cast<int>(tasks.size()), [&](int index, int) {
        const Network<float>::GradientTask& task = tasks[static_cast<std::size_t>(index)];
        network.weightGradient(work, task, gradient.data());
        const Linear& layer = network.layer(task.layer);
        adam.update(model.weights.data(), gradient.data(), layer.weightOffset + task.firstRow * layer.in,
                    task.rows * layer.in);
        adam.update(model.weights.data(), gradient.data(), layer.biasOffset + task.firstRow, task.rows);
    });
}

void Trainer::State::failNonFinite() {
    if (!allFinite(model.weights)) model.weights = backup;
    throw NonFiniteLoss("the loss is no longer finite at step " + std::to_string(stepCount + 1) +
                        "; the run ends with the last finite weights (try a lower learning rate)");
}

Trainer::Trainer(DatasetPtr dataset, const Configuration& configuration, const Model* start) {
    validate(configuration);
    if (configuration.architecture.shape != dataset->shape) {
        throw Error(dataset->name, "", "its images do not have the size that the model was made for");
    }
    m_state = std::make_unique<State>(std::move(dataset), configuration, start);
}
Trainer::~Trainer() = default;
Trainer::Trainer(Trainer&&) noexcept = default;

StepRecord Trainer::step() {
    State& s = *m_state;
    assert(!epochEnded());
    const Clock::time_point start = Clock::now();
    const std::size_t batch = static_cast<std::size_t>(s.configuration.training.batch);
    const std::size_t first = static_cast<std::size_t>(s.batchInEpoch) * batch;
    const std::span<const std::uint32_t> images =
        std::span(s.order).subspan(first, std::min(batch, s.order.size() - first));
    const Index count = static_cast<Index>(images.size());
    const Index size = shardSize(count, s.team.size());
    const int shards = static_cast<int>((count + size - 1) / size);

    s.work.batch = count;
    s.work.corrupted = s.model.objective.corruption.kind != Corruption::Kind::None;
    s.team.run(shards, [&](int shard, int) {
        const Index firstOfShard = shard * size;
        s.runShard(images, firstOfShard, std::min(size, count - firstOfShard));
    });
    const LossTerms loss = s.sumBlocks();
    if (!std::isfinite(loss.total)) s.failNonFinite();
    if (s.stepCount % kStepsBetweenBackups == 0) s.backup = s.model.weights;
    s.adjustWeights();

    s.encoded = 0;
    ++s.stepCount;
    ++s.batchInEpoch;
    const double elapsed = secondsSince(start);
    s.seconds += elapsed;
    const double speed = static_cast<double>(count) / elapsed;
    s.imagesPerSecond =
        s.imagesPerSecond == 0 ? speed : kSpeedMemory * s.imagesPerSecond + (1 - kSpeedMemory) * speed;
    if (epochEnded()) s.secondsAtEpochEnd = s.seconds;
    return {s.stepCount, s.seconds, loss};
}

bool Trainer::epochEnded() const {
    return m_state->batchInEpoch == m_state->batchesPerEpoch;
}

EpochRecord Trainer::finishEpoch(std::stop_token stop) {
    State& s = *m_state;
    assert(epochEnded());
    const Evaluation test = evaluate(s.model, *s.dataset, s.dataset->test, s.configuration.training.seed,
                                     s.team, &s.codes, std::move(stop));
    const double n = static_cast<double>(s.order.size());
    EpochRecord record;
    record.epoch = ++s.epoch;
    record.step = s.stepCount;
    record.seconds = s.secondsAtEpochEnd - s.secondsAtEpochStart;
    record.totalSeconds = s.seconds;
    record.train = LossTerms::of(s.epochSums.reconstruction / n, s.epochSums.kl / n, s.model.objective.beta);
    record.test = test.loss;
    record.posterior = test.posterior;
    s.prepareEpoch();
    return record;
}

bool Trainer::finished() const {
    const int asked = m_state->configuration.training.epochs;
    return asked > 0 && m_state->epoch >= asked;
}

void Trainer::setObjective(const Objective& objective) {
    m_state->model.objective = objective;
    m_state->configuration.objective = objective;
}

void Trainer::setLearningRate(float learningRate) {
    m_state->configuration.training.learningRate = learningRate;
}

void Trainer::setEpochs(int epochs) {
    m_state->configuration.training.epochs = epochs;
}

const Model& Trainer::model() const {
    return m_state->model;
}
const Configuration& Trainer::configuration() const {
    return m_state->configuration;
}

TrainingStatus Trainer::status() const {
    const State& s = *m_state;
    TrainingStatus status;
    status.phase = finished() ? TrainingStatus::Phase::Finished : TrainingStatus::Phase::Idle;
    status.step = s.stepCount;
    status.epoch = s.epoch;
    status.epochs = s.configuration.training.epochs;
    status.batchInEpoch = s.batchInEpoch;
    status.batchesPerEpoch = s.batchesPerEpoch;
    status.imagesPerSecond = s.imagesPerSecond;
    if (status.epochs > 0 && s.imagesPerSecond > 0) {
        const double imagesLeft =
            static_cast<double>(s.stepsAsked() - s.stepCount) * s.configuration.training.batch;
        status.secondsLeft = std::max(0.0, imagesLeft / s.imagesPerSecond);
    }
    return status;
}

SnapshotPtr Trainer::snapshot() const {
    State& s = *m_state;
    const std::shared_ptr<Snapshot> snapshot = s.snapshots.take();
    snapshot->model = s.model;
    snapshot->step = s.stepCount;
    snapshot->epoch = s.epoch + static_cast<double>(s.batchInEpoch) / s.batchesPerEpoch;
    if (s.codesKnown) {
        const std::shared_ptr<Matrix> codes = s.codesOfSnapshots.take();
        *codes = s.codes;
        snapshot->codes = codes;
    }
    snapshot->codesExact = s.codesKnown && s.encoded == static_cast<std::size_t>(s.dataset->size());
    snapshot->posterior = s.livePosterior.statistics();
    return snapshot;
}

void Trainer::encodeAll(std::stop_token stop) {
    State& s = *m_state;
    std::vector<std::uint32_t> all(static_cast<std::size_t>(s.dataset->size()));
    std::iota(all.begin(), all.end(), 0U);
    while (s.encoded < all.size()) {
        const std::size_t count = std::min(kEncodedTogether, all.size() - s.encoded);
        encodeMeans(s.model, *s.dataset, std::span(all).subspan(s.encoded, count), s.team, s.codes, stop);
        s.encoded += count;
    }
    s.codesKnown = true;
}

} // namespace latent
