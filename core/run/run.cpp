// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run.h"

#include <algorithm>
#include <array>
#include <limits>
#include <random>

namespace latent {

std::shared_ptr<const ModelFile> newestModel(const Run& run) {
    if (!run.state || (run.model && run.model->steps >= run.state->step)) return run.model;
    ModelFile file;
    file.model = shownModel(*run.state);
    file.configuration = run.state->configuration;
    file.dataset = run.data.name;
    file.pixelRule = run.data.pixelRule;
    file.split = run.data.split;
    file.steps = run.state->step;
    file.posterior = run.state->livePosterior.statistics();
    return std::make_shared<const ModelFile>(std::move(file));
}

std::string newRunId() {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::random_device random;
    std::string id;
    for (int part = 0; part < 2; ++part) {
        for (std::uint32_t bits = random(), digit = 0; digit < 8; ++digit, bits >>= 4)
            id += kDigits[bits & 15];
    }
    return id;
}

std::vector<float> lossCurve(const LossHistory& history, std::size_t points) {
    const std::span<const LossBucket> buckets = history.train();
    std::vector<float> curve;
    if (buckets.empty() || points == 0) return curve;
    const std::size_t group = (buckets.size() + points - 1) / points;
    constexpr double kMost = std::numeric_limits<float>::max(); // JSON has no infinite numbers
    for (const LossBucket& bucket : condensed(buckets, group))
        curve.push_back(static_cast<float>(std::clamp(bucket.mean(LossCurve::Total), -kMost, kMost)));
    return curve;
}

void noteChange(RunInfo& run, std::int64_t step, const Configuration& configuration) {
    Configuration changed = run.presentConfiguration();
    const Likelihood likelihood = changed.objective.likelihood;
    changed.objective = configuration.objective;
    changed.objective.likelihood = likelihood;
    changed.training.learningRate = configuration.training.learningRate;
    changed.training.epochs = configuration.training.epochs;
    if (run.presentConfiguration() == changed) return;
    std::vector<ConfigurationChange>& changes = run.changes;
    if (!changes.empty() && (changes.back().step >= step || changes.size() == kMaxChanges))
        changes.back() = {step, changed};
    else
        changes.push_back({step, changed});
}

void goBackTo(Run& run, TrainingStatePtr state) {
    std::erase_if(run.epochs, [&](const EpochRecord& record) { return record.epoch > state->epoch; });
    std::erase_if(run.changes, [&](const ConfigurationChange& change) { return change.step > state->step; });
    noteChange(run, state->step, state->configuration);
    run.history.goBackTo(state->step, run.epochs.empty() ? nullptr : &run.epochs.back());
    run.state = std::move(state);
    summarise(run);
}

void summarise(Run& run) {
    run.curve = lossCurve(run.history);
    if (run.history.test().empty())
        run.lastTest.reset();
    else
        run.lastTest = run.history.lastTest();
    if (!run.state) return;
    run.status.step = run.state->step;
    run.status.epoch = run.state->epoch;
    run.status.batchInEpoch = run.state->batchInEpoch;
    run.status.epochs = run.state->configuration.training.epochs;
    run.seconds = run.state->seconds;
}

} // namespace latent
