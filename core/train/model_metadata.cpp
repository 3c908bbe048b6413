// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/model_metadata.h"

#include "core/nn/adam.h"
#include "core/train/json_reader.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace latent {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kMaxClasses = 1024; // of a list of chosen ones

/// The shortest decimal that reads back as the same float: 0.001, not 0.0010000000474974513.
double shortDecimal(float value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    double result = value;
    std::from_chars(text.data(), end, result);
    return result;
}

json numbers(const Vector& values) {
    json list = json::array();
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

nlohmann::ordered_json splitJson(const ImageSplit& split) {
    nlohmann::ordered_json text{
        {"given", split.given}, {"seed", split.seed}, {"subset", subsetText(split.subset)}};
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

// Older files do not say. The command line drew with the seed of the training.
ImageSplit splitOfOldFile(const JsonReader& reader, const TrainingSettings& training) {
    ImageSplit split;
    split.seed = training.seed;
    if (reader.has("test_fraction")) split.testFraction = reader.fraction("test_fraction");
    return split;
}

PosteriorStatistics readPosterior(const JsonReader& reader, Index latent) {
    PosteriorStatistics posterior;
    posterior.kl = reader.numbers("kl", latent);
    posterior.sigma = reader.numbers("sigma", latent);
    posterior.mean = reader.numbers("mean", latent);
    posterior.spread = reader.numbers("spread", latent);
    return posterior;
}

bool allFinite(const PosteriorStatistics& posterior) {
    return posterior.kl.allFinite() && posterior.sigma.allFinite() && posterior.mean.allFinite() &&
           posterior.spread.allFinite();
}

} // namespace

std::string metadataText(const ModelFile& file) {
    const Architecture& architecture = file.model.architecture;
    const Objective& objective = file.model.objective;
    const TrainingSettings& training = file.configuration.training;
    nlohmann::ordered_json text;
    text["version"] = kVersion;
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
    text["dataset"] = file.dataset;
    if (!file.pixelRule.empty()) text["pixel_rule"] = file.pixelRule;
    if (file.splitStated)
        text["split"] = splitJson(file.split);
    else if (file.split.testFraction > 0)
        text["test_fraction"] = file.split.testFraction;
    text["steps"] = file.steps;
    if (!file.posterior.empty() && allFinite(file.posterior)) {
        text["posterior"] = {{"kl", numbers(file.posterior.kl)},
                             {"sigma", numbers(file.posterior.sigma)},
                             {"mean", numbers(file.posterior.mean)},
                             {"spread", numbers(file.posterior.spread)}};
    }
    // A path that is not UTF-8 must not lose the model.
    return text.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

ModelFile readMetadata(const std::string& text, const std::string& name) {
    const std::string position = "metadata latent_explorer";
    const json parsed = parseStrictly(text, name, position);
    const JsonReader reader(parsed, name, position);
    const int version = reader.integer("version", 1, std::numeric_limits<int>::max());
    if (version > kVersion) {
        throw Error(name, position,
                    "version " + std::to_string(version) + " is newer than this program reads");
    }
    ModelFile file;
    file.configuration.architecture = readArchitecture(reader.object("architecture"));
    file.configuration.objective = readObjective(reader.object("objective"));
    file.configuration.training = readTraining(reader.object("training"));
    file.dataset = onOneLine(reader.text("dataset"));
    if (reader.has("pixel_rule")) file.pixelRule = onOneLine(reader.text("pixel_rule"));
    file.splitStated = reader.has("split");
    file.split = file.splitStated ? readSplit(reader.object("split"))
                                  : splitOfOldFile(reader, file.configuration.training);
    file.steps = reader.integer<std::int64_t>("steps", 0, std::numeric_limits<std::int64_t>::max());
    if (reader.has("posterior")) {
        file.posterior = readPosterior(reader.object("posterior"), file.configuration.architecture.latent);
    }
    try {
        validate(file.configuration);
    } catch (const Error& error) {
        throw Error(name, position, error.what());
    }
    file.model.architecture = file.configuration.architecture;
    file.model.objective = file.configuration.objective;
    return file;
}

} // namespace latent
