// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include "core/base/thread_team.h"
#include "core/data/batch.h"
#include "core/data/split.h"
#include "core/train/batch_pass.h"
#include "core/train/best_weights.h"
#include "core/train/code_table.h"
#include "core/train/evaluation.h"
#include "core/train/network_memory.h"
#include "core/train/optimiser.h"
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

constexpr double kPosteriorMemory = 0.98;           // live statistics look back about 50 batches
constexpr double kSpeedMemory = 0.95;               // images a second, about 20 batches
constexpr std::chrono::milliseconds kPatience{500}; // for the window to let go of older codes
constexpr std::size_t kEncodedTogether = 5000; // images, between which the work can be interrupted and kept

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Model startingModel(const ImageDataset& dataset, std::span<const std::uint32_t> train,
                    const Network<float>& network, const Configuration& asked, const Model* start) {
    assert(start == nullptr || start->architecture == asked.architecture);
    Model model{asked.architecture, asked.objective, {}};
    if (start != nullptr) {
        model.weights = start->weights;
        if (asked.objective.likelihood.kind == Likelihood::Kind::Sigma)
            model.objective.likelihood.deviation = start->objective.likelihood.deviation;
    } else {
        model.weights.resize(static_cast<std::size_t>(network.weightCount()));
        network.initialise(model.weights.data(), asked.training.seed, meanImage(dataset, train));
    }
    return model;
}

Index batchSize(const Configuration& asked, const ImageDataset& dataset) {
    if (dataset.train.empty()) throw Error(dataset.name, "", "there are no training images");
    return std::min<Index>(asked.training.batch, static_cast<Index>(dataset.train.size()));
}

} // namespace

struct Trainer::State {
    State(DatasetPtr images, const Configuration& asked, const Model* start);

    void prepareEpoch();
    void resume(const TrainingState& state);
    Objective annealedObjective() const;
    void addLosses(const LossTerms& loss, double images);
    void keepCodes(std::span<const std::uint32_t> images);
    /// What is looked at, tested and saved.
    const Model& shown() const { return averaged.weights.empty() ? model : averaged; }
    void judge(EpochRecord& record, const std::stop_token& stop);
    bool takeBestWeights();
    bool endsAfter(int epochs) const {
        const TrainingSettings& asked = configuration.training;
        const bool stopsEarly = !validation.empty() && best.waited() >= asked.earlyStop;
        return stopsEarly || (asked.epochs > 0 && epochs >= asked.epochs);
    }
    [[noreturn]] void failNonFinite() const;
    std::int64_t stepsAsked() const { return std::int64_t{batchesPerEpoch} * configuration.training.epochs; }

    DatasetPtr dataset;
    Configuration configuration;
    ThreadTeam team;
    std::vector<std::uint32_t> train;      // images that are trained on
    std::vector<std::uint32_t> validation; // held out of the training images; may be empty
    BatchPass pass;
    Model model;
    Model averaged; // running average; empty weights: nothing is averaged
    BestWeights best;
    Optimiser optimiser;
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
    CodeTable codes;         // m of every image when it was last encoded
    bool codesKnown = false; // all of them, at some time
    std::size_t encoded = 0; // this many, from the first image on, are of the present weights
    // For their weights. Views let go of snapshots at different times, often of two at once.
    RecyclingPool<Snapshot> snapshots;
    RecyclingPool<TrainingState> states; // likewise
};

Trainer::State::State(DatasetPtr images, const Configuration& asked, const Model* start)
    : dataset(std::move(images))
    , configuration(asked)
    , team(asked.training.threads)
    , train(dataset->train)
    , validation(asked.training.earlyStop > 0
                     ? takeTenth(train, Random(asked.training.seed, Stream::Validation))
                     : std::vector<std::uint32_t>())
    , pass(*dataset, asked, batchSize(asked, *dataset))
    , model(startingModel(*dataset, train, pass.network(), asked, start))
    , optimiser(asked.training, pass.network().weightCount())
    , livePosterior(asked.architecture.latent)
    , codes(asked.architecture.latent, dataset->size())
    , snapshots([](Snapshot& old) { old.codes.reset(); },
                sparesOf(sizeof(float) * static_cast<std::uint64_t>(pass.network().weightCount()))) {
    const auto batch = static_cast<std::size_t>(batchSize(asked, *dataset));
    configuration.training.batch = static_cast<int>(batch);
    batchesPerEpoch = static_cast<int>((train.size() + batch - 1) / batch);
    if (asked.training.averaged) averaged = model;
    prepareEpoch();
}

// After construction with the state's configuration.
void Trainer::State::resume(const TrainingState& state) {
    if (state.batchInEpoch > batchesPerEpoch ||
        state.step != std::int64_t{state.epoch} * batchesPerEpoch + state.batchInEpoch) {
        throw Error(
            dataset->name, "",
            "has another number of training images than when this run was kept, so that it cannot go on");
    }
    model.weights = state.weights;
    model.objective.likelihood.deviation = state.deviation;
    averaged.weights = state.average;
    averaged.objective = model.objective;
    best = state.best;
    optimiser.restore(state.optimiser);
    epoch = state.epoch;
    prepareEpoch();
    batchInEpoch = state.batchInEpoch;
    epochSums = state.epochSums;
    stepCount = state.step;
    seconds = state.seconds;
    secondsAtEpochStart = state.secondsAtEpochStart;
    secondsAtEpochEnd = state.secondsAtEpochEnd;
    imagesPerSecond = state.imagesPerSecond;
    livePosterior = state.livePosterior;
}

void Trainer::State::prepareEpoch() {
    order = shuffledOrder(train, configuration.training.seed, static_cast<std::uint64_t>(epoch));
    batchInEpoch = 0;
    epochSums = {};
    secondsAtEpochStart = seconds;
}

// β rises linearly over the warm-up.
Objective Trainer::State::annealedObjective() const {
    Objective annealed = model.objective;
    const std::int64_t steps = std::int64_t{batchesPerEpoch} * configuration.training.warmUp;
    if (stepCount < steps)
        annealed.beta *= static_cast<float>(static_cast<double>(stepCount) / static_cast<double>(steps));
    return annealed;
}

void Trainer::State::addLosses(const LossTerms& loss, double images) {
    epochSums.reconstruction += loss.reconstruction * images;
    epochSums.kl += loss.kl * images;
    livePosterior.decay(kPosteriorMemory);
    livePosterior.add(pass.posterior());
}

// Of the last batch.
void Trainer::State::keepCodes(std::span<const std::uint32_t> images) {
    const BatchWorkspace<float>& work = pass.work();
    for (Index shard = 0; shard < work.used().shards; ++shard) {
        const Index count = work.imagesOf(shard);
        codes.put(
            images.subspan(static_cast<std::size_t>(work.firstOf(shard)), static_cast<std::size_t>(count)),
            work.statistics.shard(shard, count));
    }
}

// Tests what is shown, and lets it be judged by the held-out images where there are some.
void Trainer::State::judge(EpochRecord& record, const std::stop_token& stop) {
    const auto evaluated = [&](std::span<const std::uint32_t> images) {
        ByFeature<float> means;
        Evaluation evaluation = evaluate(shown(), *dataset, images, configuration.training.seed, team, &means,
                                         stop, &pass.work());
        codes.put(images, means);
        return evaluation;
    };
    const Evaluation test = evaluated(dataset->test);
    if (!validation.empty()) {
        record.validation = evaluated(validation).loss;
        best.judge(record.validation->total, shown().weights);
    }
    record.test = test.loss;
    record.posterior = test.posterior;
    record.squaredError = test.squaredError;
}

// At the end of a run that looks for them. Whether they were not the present ones.
bool Trainer::State::takeBestWeights() {
    if (validation.empty() || best.waited() == 0) return false;
    model.weights = best.weights();
    if (!averaged.weights.empty()) averaged.weights = best.weights();
    return true;
}

void Trainer::State::failNonFinite() const {
    throw NonFiniteLoss("the loss is no longer finite at step " + std::to_string(stepCount + 1) +
                        "; the run ends with the last finite weights (try a lower learning rate)");
}

Trainer::Trainer(DatasetPtr dataset, const Configuration& configuration, const Model* start) {
    validate(configuration);
    if (configuration.architecture.shape != dataset->shape) {
        throw Error(dataset->name, "", "its images do not have the size that the model was made for");
    }
    requireTrainingMemory(configuration, dataset->size());
    m_state = std::make_unique<State>(std::move(dataset), configuration, start);
}
Trainer::Trainer(DatasetPtr dataset, const TrainingState& state)
    : Trainer(std::move(dataset), (requireSound(state), state.configuration)) {
    m_state->resume(state);
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
    const double count = static_cast<double>(images.size());
    const LossTerms loss = s.pass.run(s.model, s.annealedObjective(), images, s.stepCount, s.team);
    s.dataset->requirePixels();
    if (!std::isfinite(loss.total)) s.failNonFinite();
    s.keepCodes(images);
    s.addLosses(loss, count);
    const TrainingSettings& training = s.configuration.training;
    const double rate = scheduledRate(training.schedule, static_cast<double>(training.learningRate),
                                      s.stepCount, s.stepsAsked());
    if (!s.optimiser.adjust(s.pass.network(), s.pass.work(), rate, s.model.weights, s.averaged.weights,
                            s.team))
        s.failNonFinite();
    s.averaged.objective = s.model.objective;

    s.encoded = 0;
    ++s.stepCount;
    ++s.batchInEpoch;
    const double elapsed = secondsSince(start);
    s.seconds += elapsed;
    const double speed = count / elapsed;
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
    const double n = static_cast<double>(s.order.size());
    EpochRecord record;
    s.judge(record, stop);
    // So that the record is of what stays. Stopped here, the epoch is still due, and is judged anew.
    if (s.endsAfter(s.epoch + 1) && s.takeBestWeights()) s.judge(record, stop);
    record.epoch = ++s.epoch;
    record.step = s.stepCount;
    record.seconds = s.secondsAtEpochEnd - s.secondsAtEpochStart;
    record.totalSeconds = s.seconds;
    record.train = LossTerms::of(s.epochSums.reconstruction / n, s.epochSums.kl / n, s.model.objective.beta);
    s.prepareEpoch();
    return record;
}

bool Trainer::finished() const {
    return m_state->endsAfter(m_state->epoch);
}

void Trainer::setObjective(const Objective& objective) {
    Objective& present = m_state->model.objective;
    const Likelihood likelihood = present.likelihood; // stays: its nats would not go on from the old ones
    present = objective;
    present.likelihood = likelihood;
    m_state->averaged.objective = present;
    m_state->configuration.objective = present;
}

void Trainer::setLearningRate(float learningRate) {
    m_state->configuration.training.learningRate = learningRate;
}

void Trainer::setEpochs(int epochs) {
    m_state->configuration.training.epochs = epochs;
    m_state->best.waitAnew(); // a run that stopped early and is asked to go on does
}

const Model& Trainer::model() const {
    return m_state->shown();
}
const Configuration& Trainer::configuration() const {
    return m_state->configuration;
}

double Trainer::seconds() const {
    return m_state->seconds;
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
    status.averaged = s.configuration.training.averaged;
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
    snapshot->model = s.shown();
    snapshot->step = s.stepCount;
    snapshot->taken = std::chrono::steady_clock::now();
    snapshot->epoch = s.epoch + static_cast<double>(s.batchInEpoch) / s.batchesPerEpoch;
    snapshot->codes = s.codesKnown ? s.codes.snapshot() : nullptr;
    snapshot->codesExact = s.codesKnown && s.encoded == static_cast<std::size_t>(s.dataset->size());
    snapshot->posterior = s.livePosterior.statistics();
    return snapshot;
}

TrainingStatePtr Trainer::state() const {
    State& s = *m_state;
    const std::shared_ptr<TrainingState> state = s.states.take();
    state->configuration = s.configuration;
    state->deviation = s.model.objective.likelihood.deviation;
    state->weights = s.model.weights;
    state->average = s.averaged.weights;
    s.optimiser.copyState(state->optimiser);
    state->best = s.best;
    state->step = s.stepCount;
    state->epoch = s.epoch;
    state->batchInEpoch = s.batchInEpoch;
    state->seconds = s.seconds;
    state->secondsAtEpochStart = s.secondsAtEpochStart;
    state->secondsAtEpochEnd = s.secondsAtEpochEnd;
    state->imagesPerSecond = s.imagesPerSecond;
    state->epochSums = s.epochSums;
    state->livePosterior = s.livePosterior;
    return state;
}

void Trainer::encodeAll(std::stop_token stop) {
    State& s = *m_state;
    std::vector<std::uint32_t> all(static_cast<std::size_t>(s.dataset->size()));
    std::iota(all.begin(), all.end(), 0U);
    while (s.encoded < all.size()) {
        s.codes.awaitTable(kPatience, stop);
        if (stop.stop_requested()) throw Cancelled();
        const std::size_t count = std::min(kEncodedTogether, all.size() - s.encoded);
        const auto images = std::span<const std::uint32_t>(all).subspan(s.encoded, count);
        encodeMeans(s.shown(), *s.dataset, images, s.team, s.codes.columns(images), stop);
        s.encoded += count;
    }
    s.codesKnown = true;
}

} // namespace latent
