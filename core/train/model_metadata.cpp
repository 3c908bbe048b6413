// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/model_metadata.h"

#include "core/train/configuration_json.h"

#include <limits>

namespace latent {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;

// Older files do not say. The command line drew with the seed of the training.
ImageSplit splitOfOldFile(const JsonReader& reader, const TrainingSettings& training) {
    ImageSplit split;
    split.seed = training.seed;
    if (reader.has("test_fraction")) split.testFraction = reader.fraction("test_fraction");
    return split;
}

} // namespace

std::string metadataText(const ModelFile& file) {
    nlohmann::ordered_json text;
    text["version"] = kVersion;
    text.update(
        configurationJson(file.model.architecture, file.model.objective, file.configuration.training));
    text["dataset"] = file.dataset;
    if (!file.pixelRule.empty()) text["pixel_rule"] = file.pixelRule;
    if (file.splitStated)
        text["split"] = splitJson(file.split);
    else if (file.split.testFraction > 0)
        text["test_fraction"] = file.split.testFraction;
    text["steps"] = file.steps;
    if (!file.posterior.empty() && file.posterior.allFinite()) {
        text["posterior"] = posteriorJson(file.posterior);
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
    file.configuration = readConfiguration(reader);
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
