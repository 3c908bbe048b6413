// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoint.h"

#include "core/data/files/memory.h"
#include "core/model/network_layout.h"
#include "core/run/number_bytes.h"
#include "core/run/run_json.h"

#include <limits>

namespace latent {
namespace {

using nlohmann::ordered_json;

constexpr int kCheckpointVersion = 1;
constexpr std::uint32_t kMaxHead = 1 << 20;
constexpr std::size_t kMaxNorms = 1 << 20;
constexpr auto kMaxInt = std::numeric_limits<int>::max();
constexpr auto kMaxStep = std::numeric_limits<std::int64_t>::max();

ordered_json headOf(const TrainingState& state) {
    const OptimiserState& optimiser = state.optimiser;
    ordered_json head;
    head["version"] = kCheckpointVersion;
    head["settings"] = settingsJson(state.configuration);
    head["deviation"] = static_cast<double>(state.deviation);
    head["step"] = state.step;
    head["epoch"] = state.epoch;
    head["batch_in_epoch"] = state.batchInEpoch;
    head["seconds"] = state.seconds;
    head["seconds_at_epoch_start"] = state.secondsAtEpochStart;
    head["seconds_at_epoch_end"] = state.secondsAtEpochEnd;
    head["images_per_second"] = state.imagesPerSecond;
    head["epoch_reconstruction"] = state.epochSums.reconstruction;
    head["epoch_kl"] = state.epochSums.kl;
    head["posterior_images"] = state.livePosterior.images();
    head["optimiser"] = {{"step", optimiser.step},
                         {"adam_step", optimiser.adam.step},
                         {"averaged_at", optimiser.averagedAt},
                         {"norms", optimiser.usualNorms.size()}};
    if (!state.best.weights().empty()) head["best_loss"] = state.best.loss();
    head["waited"] = state.best.waited();
    return head;
}

/// All but the vectors, whose sizes are set.
TrainingState readHead(const JsonReader& head) {
    TrainingState state;
    state.configuration = readSettings(head.object("settings"));
    state.deviation = head.number("deviation");
    state.step = head.integer<std::int64_t>("step", 0, kMaxStep);
    state.epoch = head.integer("epoch", 0, kMaxInt);
    state.batchInEpoch = head.integer("batch_in_epoch", 0, kMaxInt);
    state.seconds = head.real("seconds");
    state.secondsAtEpochStart = head.real("seconds_at_epoch_start");
    state.secondsAtEpochEnd = head.real("seconds_at_epoch_end");
    state.imagesPerSecond = head.real("images_per_second");
    state.epochSums.reconstruction = head.real("epoch_reconstruction");
    state.epochSums.kl = head.real("epoch_kl");
    const JsonReader optimiser = head.object("optimiser");
    state.optimiser.step = optimiser.integer<std::int64_t>("step", 0, kMaxStep);
    state.optimiser.adam.step = optimiser.integer<std::int64_t>("adam_step", 0, kMaxStep);
    state.optimiser.averagedAt = optimiser.integer<std::int64_t>("averaged_at", 0, kMaxStep);
    state.optimiser.usualNorms.resize(optimiser.integer<std::size_t>("norms", 0, kMaxNorms));
    return state;
}

/// Takes the vectors from the bytes that follow the head.
void readVectors(TrainingState& state, const JsonReader& head, NumberReader& reader) {
    const Index count = weightCount(state.configuration.architecture);
    const bool averaged = state.configuration.training.averaged;
    const bool best = head.has("best_loss");
    const std::uint64_t vectors = 3 + (averaged ? 1 : 0) + (best ? 1 : 0);
    const std::uint64_t latent = static_cast<std::uint64_t>(state.configuration.architecture.latent);
    const std::uint64_t expected =
        saturatingProduct(vectors * sizeof(float), static_cast<std::uint64_t>(count)) +
        state.optimiser.usualNorms.size() * sizeof(float) + latent * 4 * sizeof(double);
    if (reader.left() != expected) {
        reader.fail("holds " + std::to_string(reader.left()) + " bytes of weights, but its network needs " +
                    std::to_string(expected));
    }
    FlatVector<float> bestWeights;
    const auto fill = [&](FlatVector<float>& values) {
        values.resize(static_cast<std::size_t>(count));
        reader.fill(values);
    };
    fill(state.weights);
    if (averaged) fill(state.average);
    fill(state.optimiser.adam.first);
    fill(state.optimiser.adam.second);
    if (best) fill(bestWeights);
    const double loss = best ? head.real("best_loss") : std::numeric_limits<double>::infinity();
    state.best = BestWeights(loss, std::move(bestWeights), head.integer("waited", 0, kMaxInt));
    reader.fill(state.optimiser.usualNorms);
    Eigen::MatrixXd sums(static_cast<Index>(latent), 4);
    reader.fill(sums);
    state.livePosterior = PosteriorAccumulator(std::move(sums), head.real("posterior_images"));
}

} // namespace

Section checkpointSection(std::string name, const TrainingState& state) {
    requireSound(state);
    const std::string head = dumped(headOf(state));
    Section section{std::move(name), {}};
    appendBytes(section.bytes, static_cast<std::uint32_t>(head.size()));
    section.bytes += head;
    for (const FlatVector<float>* values : {&state.weights, &state.average, &state.optimiser.adam.first,
                                            &state.optimiser.adam.second, &state.best.weights()}) {
        section.borrowed.push_back(bytesOf(*values));
    }
    section.borrowed.push_back(bytesOf(state.optimiser.usualNorms));
    section.borrowed.push_back(bytesOf(state.livePosterior.sums()));
    return section;
}

TrainingState readCheckpoint(std::string_view bytes, const std::string& file, const std::string& position) {
    NumberReader reader(bytes, file, position);
    const auto headBytes = reader.number<std::uint32_t>();
    if (headBytes > kMaxHead) reader.fail("has a head that is too long");
    const nlohmann::json json = parseStrictly(reader.take(headBytes), file, position);
    const JsonReader head(json, file, position);
    if (head.integer("version", 1, kMaxInt) > kCheckpointVersion)
        reader.fail("was saved by a newer version of Latent Explorer");
    TrainingState state = readHead(head);
    readVectors(state, head, reader);
    try {
        requireSound(state);
    } catch (const Error& error) {
        throw Error(file, position, error.what());
    }
    return state;
}

} // namespace latent
