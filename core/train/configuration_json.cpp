// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/configuration_json.h"

#include "core/model/knobs.h"

#include <algorithm>
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

// The objects in the order of the files.
constexpr std::array kObjects{"architecture", "objective", "training"};

/// Of one of those objects, in the order of the files.
std::vector<const Knob*> knobsOf(std::string_view object) {
    std::vector<const Knob*> found;
    for (const Knob& knob : knobs()) {
        if (object == knob.file.object) found.push_back(&knob);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Knob* a, const Knob* b) { return a->file.place < b->file.place; });
    return found;
}

template <class T>
ordered_json jsonOf(const T& value) {
    return value;
}
ordered_json jsonOf(float value) {
    return shortDecimal(value);
}

void write(const Knob& knob, const Configuration& configuration, ordered_json& object) {
    if (!knob.appliesTo(configuration)) return;
    object[knob.file.key] =
        std::visit([&](const auto& any) { return jsonOf(any.get(configuration)); }, knob.value);
}

/// The member `key` as a value of such a knob.
struct ValueReader {
    const JsonReader& reader;
    const char* key;
    Configuration& configuration;

    template <class T>
    void operator()(const Knob::Integer<T>& any) const {
        any.set(configuration, reader.integer<T>(key, any.range.low, any.range.high));
    }
    void operator()(const Knob::Real& any) const { any.set(configuration, reader.number(key)); }
    void operator()(const Knob::Switch& any) const { any.set(configuration, reader.truth(key)); }
    void operator()(const Knob::Sizes& any) const {
        any.set(configuration, reader.integers(key, any.range.most, 1, any.range.largest));
    }
    void operator()(const Knob::Word& any) const {
        reader.parsed(key, [&](const std::string& word) { any.set(configuration, word); });
    }
};

/// False: every file tells it.
bool readOlder(const Knob& knob, Configuration& configuration) {
    return std::visit(
        [&](const auto& any) {
            if constexpr (requires { any.older; }) {
                if (any.older) any.set(configuration, *any.older);
                return any.older.has_value();
            }
            return false;
        },
        knob.value);
}

void read(const Knob& knob, const JsonReader& reader, Configuration& configuration) {
    if (!reader.has(knob.file.key)) {
        if (readOlder(knob, configuration) || !knob.appliesTo(configuration)) return;
    }
    std::visit(ValueReader{reader, knob.file.key, configuration}, knob.value);
}

ImageShape readShape(const JsonReader& architecture) {
    constexpr int kMaxSide = 1 << 14;
    return {.width = architecture.integer("width", 1, kMaxSide),
            .height = architecture.integer("height", 1, kMaxSide),
            .channels = architecture.integer("channels", 1, 4)};
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
    const Configuration configuration{architecture, objective, training};
    const ImageShape& shape = architecture.shape;
    ordered_json text;
    text["architecture"] = {{"width", shape.width}, {"height", shape.height}, {"channels", shape.channels}};
    for (const char* object : kObjects) {
        for (const Knob* knob : knobsOf(object)) write(*knob, configuration, text[object]);
    }
    // No knob: a learned σ is a result.
    text["objective"]["deviation"] = shortDecimal(objective.likelihood.deviation);
    return text;
}

Configuration readConfiguration(const JsonReader& reader) {
    Configuration configuration;
    configuration.architecture.shape = readShape(reader.object("architecture"));
    for (const char* object : kObjects) {
        const JsonReader members = reader.object(object);
        for (const Knob* knob : knobsOf(object)) read(*knob, members, configuration);
    }
    const JsonReader objective = reader.object("objective");
    if (objective.has("deviation"))
        configuration.objective.likelihood.deviation = objective.number("deviation");
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
