// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/configuration_json.h"

#include "core/nn/adam.h"

#include <array>
#include <charconv>
#include <limits>

namespace latent {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kMaxClasses = 1024; // of a list of chosen ones

/// The shortest decimal that reads back as the same float: 0.001, not 0.0010000000474974513.
double shortDecimal(float value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    double result = value;
    std::from_chars(text.data(), end, result);
    return result;
}

ordered_json numbers(const Vector& values) {
    ordered_json list = ordered_json::array();
    for (const float value : values) list.push_back(shortDecimal(value));
    return list;
}

Architecture readArchitecture(const JsonReader& reader) {
    constexpr int kMaxSide = 1 << 14;
    Architecture architecture;
    architecture.shape.width = reader.integer("width", 1, kMaxSide);
    architecture.shape.height = reader.integer("height", 1, kMaxSide);
    architecture.shape.channels = reader.integer("channels", 1, 4);
    architecture.hidden = reader.integers("hidden", kMaxHiddenLayers, 1, kMaxHidden);
    architecture.latent = reader.integer("latent", 1, kMaxLatent);
    // Files of version 0.1 know dense networks with ReLU only, and none of what follows "has" below.
    if (reader.has("convolutions")) {
        architecture.channels = reader.integers("convolutions", kMaxConvolutions, 1, kMaxChannels);
        architecture.kernel = reader.integer("kernel", kMinKernel, kMaxKernel);
    }
    if (reader.has("activation")) architecture.activation = reader.parsed("activation", parseActivation);
    return architecture;
}

Objective readObjective(const JsonReader& reader) {
    Objective objective;
    objective.corruption = reader.parsed("corruption", parseCorruption);
    objective.latentNoise = reader.truth("latent_noise");
    objective.beta = reader.number("beta");
    if (reader.has("free_bits")) objective.freeBits = reader.number("free_bits");
    if (reader.has("likelihood")) objective.likelihood = reader.parsed("likelihood", parseLikelihood);
    if (reader.has("deviation")) objective.likelihood.deviation = reader.number("deviation");
    return objective;
}

TrainingSettings readTraining(const JsonReader& reader) {
    TrainingSettings training;
    training.batch = reader.integer("batch", 1, kMaxBatch);
    training.epochs = reader.integer("epochs", 0, std::numeric_limits<int>::max());
    training.learningRate = reader.number("learning_rate");
    training.schedule = reader.parsed("schedule", parseSchedule);
    constexpr int kMaxInt = std::numeric_limits<int>::max();
    // Where a file names none it was the usual one.
    training.beta2 =
        reader.has("adam_beta2") ? reader.number("adam_beta2") : static_cast<float>(Adam<float>::kBeta2);
    if (reader.has("adam_epsilon")) training.epsilon = reader.number("adam_epsilon");
    if (reader.has("warm_up")) training.warmUp = reader.integer("warm_up", 0, kMaxInt);
    if (reader.has("clip")) training.clip = reader.number("clip");
    if (reader.has("early_stop")) training.earlyStop = reader.integer("early_stop", 0, kMaxInt);
    training.averaged = reader.has("averaged") && reader.truth("averaged");
    training.seed = reader.integer<std::uint64_t>("seed", 0, std::numeric_limits<std::uint64_t>::max());
    return training;
}

std::string subsetText(const Subset& subset) {
    const std::string count = std::to_string(subset.count);
    switch (subset.kind) {
    case SubsetKind::First:
        return "first:" + count;
    case SubsetKind::Random:
        return "random:" + count;
    case SubsetKind::Balanced:
        return "balanced:" + count;
    case SubsetKind::All:
        break;
    }
    return "all";
}

// A header that is too long to be read again would lose the model.
bool fitsHeader(const std::vector<std::string>& classes) {
    std::size_t bytes = 0;
    for (const std::string& name : classes) bytes += name.size();
    return !classes.empty() && classes.size() <= kMaxClasses && bytes <= kMaxTextBytes;
}

} // namespace

ordered_json splitJson(const ImageSplit& split) {
    ordered_json text{{"given", split.given}, {"seed", split.seed}, {"subset", subsetText(split.subset)}};
    if (split.testFraction > 0) text["test_fraction"] = split.testFraction;
    if (split.readAtMost > 0) text["first_images"] = split.readAtMost;
    if (fitsHeader(split.subset.classes)) text["classes"] = split.subset.classes;
    return text;
}

ImageSplit readSplit(const JsonReader& reader) {
    ImageSplit split;
    split.given = reader.truth("given");
    split.seed = reader.integer<std::uint64_t>("seed", 0, std::numeric_limits<std::uint64_t>::max());
    split.subset = reader.parsed("subset", parseSubset);
    if (reader.has("test_fraction")) split.testFraction = reader.fraction("test_fraction");
    if (reader.has("first_images"))
        split.readAtMost = reader.integer<Index>("first_images", 1, std::numeric_limits<Index>::max());
    if (reader.has("classes")) split.subset.classes = reader.texts("classes", kMaxClasses);
    return split;
}

ordered_json configurationJson(const Architecture& architecture, const Objective& objective,
                               const TrainingSettings& training) {
    ordered_json text;
    text["architecture"] = {
        {"width", architecture.shape.width},       {"height", architecture.shape.height},
        {"channels", architecture.shape.channels}, {"hidden", architecture.hidden},
        {"latent", architecture.latent},           {"activation", activationText(architecture.activation)}};
    if (architecture.convolutional()) {
        text["architecture"]["convolutions"] = architecture.channels;
        text["architecture"]["kernel"] = architecture.kernel;
    }
    text["objective"] = {{"corruption", corruptionText(objective.corruption)},
                         {"latent_noise", objective.latentNoise},
                         {"beta", shortDecimal(objective.beta)},
                         {"free_bits", shortDecimal(objective.freeBits)},
                         {"likelihood", likelihoodText(objective.likelihood)},
                         {"deviation", shortDecimal(objective.likelihood.deviation)}};
    text["training"] = {{"batch", training.batch},
                        {"epochs", training.epochs},
                        {"learning_rate", shortDecimal(training.learningRate)},
                        {"schedule", scheduleText(training.schedule)},
                        {"adam_beta2", shortDecimal(training.beta2)},
                        {"adam_epsilon", shortDecimal(training.epsilon)},
                        {"warm_up", training.warmUp},
                        {"clip", shortDecimal(training.clip)},
                        {"early_stop", training.earlyStop},
                        {"averaged", training.averaged},
                        {"seed", training.seed}};
    return text;
}

Configuration readConfiguration(const JsonReader& reader) {
    Configuration configuration;
    configuration.architecture = readArchitecture(reader.object("architecture"));
    configuration.objective = readObjective(reader.object("objective"));
    configuration.training = readTraining(reader.object("training"));
    return configuration;
}

ordered_json posteriorJson(const PosteriorStatistics& posterior) {
    return {{"kl", numbers(posterior.kl)},
            {"sigma", numbers(posterior.sigma)},
            {"mean", numbers(posterior.mean)},
            {"spread", numbers(posterior.spread)}};
}

PosteriorStatistics readPosterior(const JsonReader& reader, Index latent) {
    PosteriorStatistics posterior;
    posterior.kl = reader.numbers("kl", latent);
    posterior.sigma = reader.numbers("sigma", latent);
    posterior.mean = reader.numbers("mean", latent);
    posterior.spread = reader.numbers("spread", latent);
    return posterior;
}

} // namespace latent
