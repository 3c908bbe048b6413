// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/model_metadata.h"

#include "core/base/error.h"
#include "core/nn/adam.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

namespace latent {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr int kMaxDepth = 8;
constexpr std::size_t kMaxNameBytes = 4096; // of a data set's name, which may be a path

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

/// Reads the members of one object and says where it is when one is missing or out of range.
class Reader {
  public:
    Reader(const json& object, std::string file, std::string path)
        : m_object(object)
        , m_file(std::move(file))
        , m_path(std::move(path)) {
        if (!object.is_object()) fail("is no JSON object");
    }

    bool has(const char* key) const { return m_object.contains(key); }

    Reader object(const char* key) const { return {member(key), m_file, m_path + "." + key}; }

    template <class T>
    T integer(const char* key, T low, T high) const {
        return integerOf<T>(member(key), key, low, high);
    }

    std::vector<int> integers(const char* key, std::size_t most, int high) const {
        const json& list = member(key);
        if (!list.is_array() || list.size() > most)
            failAt(key, "is no list of at most " + std::to_string(most));
        std::vector<int> values;
        for (const json& value : list) values.push_back(integerOf<int>(value, key, 1, high));
        return values;
    }

    float number(const char* key) const {
        const json& value = member(key);
        const float number = numberOf(value, key);
        if (number == 0 && value.get<double>() != 0) failAt(key, "is too small");
        return number;
    }
    double fraction(const char* key) const {
        const json& value = member(key);
        if (!value.is_number()) failAt(key, "is no number");
        const double share = value.get<double>();
        if (!(share > 0 && share < 1)) failAt(key, "is not above 0 and below 1");
        return share;
    }

    Vector numbers(const char* key, Index count) const {
        const json& list = member(key);
        if (!list.is_array() || static_cast<Index>(list.size()) != count) {
            failAt(key, "is no list of " + std::to_string(count) + " numbers");
        }
        Vector values(count);
        for (Index i = 0; i < count; ++i) values[i] = numberOf(list[static_cast<std::size_t>(i)], key);
        return values;
    }

    bool truth(const char* key) const {
        const json& value = member(key);
        if (!value.is_boolean()) failAt(key, "is neither true nor false");
        return value.get<bool>();
    }

    std::string text(const char* key) const {
        const json& value = member(key);
        if (!value.is_string()) failAt(key, "is no text");
        const auto& text = value.get_ref<const std::string&>();
        if (text.size() > kMaxNameBytes) failAt(key, "is too long");
        return text;
    }

    /// Parses a text with a function that throws a sentence of its own.
    template <class Parse>
    auto parsed(const char* key, Parse parse) const {
        const std::string value = text(key);
        try {
            return parse(value);
        } catch (const Error& error) {
            failAt(key, error.what());
        }
    }

  private:
    [[noreturn]] void fail(const std::string& cause) const { throw Error(m_file, m_path, cause); }
    [[noreturn]] void failAt(const char* key, const std::string& cause) const {
        throw Error(m_file, m_path + "." + key, cause);
    }

    const json& member(const char* key) const {
        const auto found = m_object.find(key);
        if (found == m_object.end()) failAt(key, "is missing");
        return *found;
    }

    template <class T>
    T integerOf(const json& value, const char* key, T low, T high) const {
        const auto refuse = [&] {
            failAt(key, "is no whole number from " + std::to_string(low) + " to " + std::to_string(high));
        };
        if (!value.is_number_integer()) refuse();
        if (value.is_number_unsigned()) {
            const auto number = value.get<std::uint64_t>();
            if (number > static_cast<std::uint64_t>(high) || std::cmp_less(number, low)) refuse();
            return static_cast<T>(number);
        }
        const auto number = value.get<std::int64_t>();
        if (std::cmp_less(number, low) || std::cmp_greater(number, high)) refuse();
        return static_cast<T>(number);
    }

    float numberOf(const json& value, const char* key) const {
        if (!value.is_number()) failAt(key, "is no number");
        const auto number = value.get<double>();
        if (!(std::abs(number) <= double{std::numeric_limits<float>::max()})) failAt(key, "is too large");
        return static_cast<float>(number);
    }

    const json& m_object;
    std::string m_file;
    std::string m_path;
};

Architecture readArchitecture(const Reader& reader) {
    constexpr int kMaxSide = 1 << 14;
    Architecture architecture;
    architecture.shape.width = reader.integer("width", 1, kMaxSide);
    architecture.shape.height = reader.integer("height", 1, kMaxSide);
    architecture.shape.channels = reader.integer("channels", 1, 4);
    architecture.hidden = reader.integers("hidden", kMaxHiddenLayers, kMaxHidden);
    architecture.latent = reader.integer("latent", 1, kMaxLatent);
    // Files of version 0.1 know dense networks with ReLU only, and none of what follows "has" below.
    if (reader.has("convolutions")) {
        architecture.channels = reader.integers("convolutions", kMaxConvolutions, kMaxChannels);
        architecture.kernel = reader.integer("kernel", kMinKernel, kMaxKernel);
    }
    if (reader.has("activation")) architecture.activation = reader.parsed("activation", parseActivation);
    return architecture;
}

Objective readObjective(const Reader& reader) {
    Objective objective;
    objective.corruption = reader.parsed("corruption", parseCorruption);
    objective.latentNoise = reader.truth("latent_noise");
    objective.beta = reader.number("beta");
    if (reader.has("free_bits")) objective.freeBits = reader.number("free_bits");
    if (reader.has("likelihood")) objective.likelihood = reader.parsed("likelihood", parseLikelihood);
    if (reader.has("deviation")) objective.likelihood.deviation = reader.number("deviation");
    return objective;
}

TrainingSettings readTraining(const Reader& reader) {
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

PosteriorStatistics readPosterior(const Reader& reader, Index latent) {
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

json parseStrictly(std::string_view text, const std::string& file, const std::string& position) {
    // The library keeps the last of two equal keys and takes a byte order mark: neither is a sound file.
    std::vector<std::set<std::string>> keys;
    const json::parser_callback_t watch = [&](int depth, json::parse_event_t event, json& parsed) {
        if (depth > kMaxDepth) throw Error(file, position, "nests too deeply");
        if (event == json::parse_event_t::object_start) keys.emplace_back();
        if (event == json::parse_event_t::object_end) keys.pop_back();
        if (event == json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second) {
            throw Error(file, position, "has the same key twice");
        }
        return true;
    };
    if (text.empty() || text.front() != '{') throw Error(file, position, "does not start as a JSON object");
    try {
        return json::parse(text, watch);
    } catch (const json::exception&) {
        throw Error(file, position, "is no valid JSON");
    }
}

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
    if (file.testFraction > 0) text["test_fraction"] = file.testFraction;
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
    const Reader reader(parsed, name, position);
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
    if (reader.has("test_fraction")) file.testFraction = reader.fraction("test_fraction");
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
