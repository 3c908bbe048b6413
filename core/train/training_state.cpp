// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/training_state.h"

#include "core/base/error.h"
#include "core/model/network.h"
#include "core/model/network_layout.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace latent {
namespace {

[[noreturn]] void refuse(const std::string& cause) {
    throw Error("the training state cannot be continued: " + cause);
}

void requireSize(const FlatVector<float>& values, std::size_t size, const char* what) {
    if (values.size() != size) {
        refuse(std::string("its ") + what + " has " + std::to_string(values.size()) +
               " values, but the network needs " + std::to_string(size));
    }
}

void requireFinite(std::span<const float> values, const char* what) {
    const auto bad =
        std::find_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
    if (bad != values.end()) {
        refuse("value " + std::to_string(bad - values.begin()) + " of its " + what +
               " is not a finite number");
    }
}

void requireVectors(const TrainingState& state) {
    struct Part {
        const char* name;
        const FlatVector<float>& values;
        bool kept;
    };
    const TrainingSettings& training = state.configuration.training;
    const bool judged = training.earlyStop > 0 && !state.best.weights().empty();
    const auto size = static_cast<std::size_t>(weightCount(state.configuration.architecture));
    for (const Part& part : {Part{"weights", state.weights, true},
                             Part{"average of the weights", state.average, training.averaged},
                             Part{"first moment", state.optimiser.adam.first, true},
                             Part{"best weights", state.best.weights(), judged}}) {
        requireSize(part.values, part.kept ? size : 0, part.name);
        requireFinite(part.values, part.name);
    }
    const FlatVector<float>& second = state.optimiser.adam.second;
    requireSize(second, size, "second moment");
    const auto isSquare = [](float value) {
        return value >= 0;
    }; // the square of a long gradient may be infinite
    if (!std::all_of(second.begin(), second.end(), isSquare))
        refuse("its second moment has a value that is negative or not a number");
}

// Where the program of another version splits gradients in another way, the norms mean something else.
void requireNorms(const TrainingState& state) {
    const std::vector<float>& norms = state.optimiser.usualNorms;
    requireFinite(norms, "usual gradient norms");
    if (norms.empty() && state.optimiser.step == 0) return;
    const std::size_t tasks = Network<float>(state.configuration.architecture).gradientTasks().size();
    if (norms.size() != tasks) {
        refuse("it has " + std::to_string(norms.size()) + " usual gradient norms, but the network needs " +
               std::to_string(tasks));
    }
}

void requireCounters(const TrainingState& state) {
    const OptimiserState& optimiser = state.optimiser;
    const bool counts = state.step >= 0 && state.epoch >= 0 && state.batchInEpoch >= 0 &&
                        state.best.waited() >= 0 && optimiser.step >= 0 && optimiser.adam.step >= 0 &&
                        optimiser.averagedAt >= 0 && optimiser.averagedAt <= optimiser.step;
    if (!counts) refuse("its counters are out of range");
    const double sums = state.seconds + state.secondsAtEpochStart + state.secondsAtEpochEnd +
                        state.imagesPerSecond + state.epochSums.reconstruction + state.epochSums.kl +
                        state.livePosterior.images();
    if (!std::isfinite(sums) || !state.livePosterior.sums().allFinite() ||
        (!state.best.weights().empty() && !std::isfinite(state.best.loss())))
        refuse("its sums are not finite numbers");
    if (!std::isfinite(state.deviation) || state.deviation <= 0)
        refuse("its deviation is not a positive number");
}

} // namespace

Model shownModel(const TrainingState& state) {
    Model model{state.configuration.architecture, state.configuration.objective,
                state.average.empty() ? state.weights : state.average};
    model.objective.likelihood.deviation = state.deviation;
    return model;
}

void requireSound(const TrainingState& state) {
    validate(state.configuration);
    requireVectors(state);
    requireNorms(state);
    requireCounters(state);
    if (state.livePosterior.sums().rows() != state.configuration.architecture.latent)
        refuse("its posterior has another number of dimensions");
}

} // namespace latent
