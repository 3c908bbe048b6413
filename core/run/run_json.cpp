// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run_json.h"

#include "core/run/opening_json.h"
#include "core/train/configuration_json.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

namespace latent {
namespace {

using nlohmann::ordered_json;
using Phase = TrainingStatus::Phase;

constexpr int kRunVersion = 1;
constexpr std::size_t kMaxNote = 1 << 20;
constexpr std::size_t kMaxChosenClasses = 1 << 16;
constexpr Index kMaxCurve = 4096;
constexpr auto kMaxStep = std::numeric_limits<std::int64_t>::max();
constexpr auto kMaxInt = std::numeric_limits<int>::max();
constexpr auto kMaxCrc = std::numeric_limits<std::uint32_t>::max();

constexpr std::array kPhases{std::pair{Phase::Idle, "idle"}, std::pair{Phase::Running, "running"},
                             std::pair{Phase::Paused, "paused"}, std::pair{Phase::Finished, "finished"},
                             std::pair{Phase::Failed, "failed"}};

std::string textOf(Phase phase) {
    for (const auto& [known, text] : kPhases)
        if (known == phase) return text;
    return "idle";
}

Phase parsePhase(const std::string& text) {
    for (const auto& [phase, known] : kPhases)
        if (text == known) return phase;
    throw Error("\"" + text + "\" is not a state of a run");
}

// What is read has a limit, and text that is not UTF-8 grows as it is written: each byte becomes three.
std::string clipped(const std::string& text, std::size_t most) {
    return text.substr(0, most / 3);
}

// JSON has no other numbers.
double finite(double number) {
    return std::isfinite(number) ? number : 0;
}

ordered_json lossJson(const LossTerms& loss) {
    return {{"reconstruction", loss.reconstruction}, {"kl", loss.kl}, {"total", loss.total}};
}

LossTerms readLoss(const JsonReader& reader) {
    return {reader.real("reconstruction"), reader.real("kl"), reader.real("total")};
}

ordered_json statusJson(const TrainingStatus& status) {
    ordered_json json{{"phase", textOf(status.phase)},
                      {"step", status.step},
                      {"epoch", status.epoch},
                      {"epochs", status.epochs},
                      {"batch_in_epoch", status.batchInEpoch},
                      {"batches_per_epoch", status.batchesPerEpoch},
                      {"images_per_second", finite(status.imagesPerSecond)},
                      {"averaged", status.averaged}};
    if (!status.failure.empty()) json["failure"] = clipped(status.failure, kMaxNote);
    return json;
}

TrainingStatus readStatus(const JsonReader& reader) {
    TrainingStatus status;
    status.phase = reader.parsed("phase", parsePhase);
    status.step = reader.integer<std::int64_t>("step", 0, kMaxStep);
    status.epoch = reader.integer("epoch", 0, kMaxInt);
    status.epochs = reader.integer("epochs", 0, kMaxInt);
    status.batchInEpoch = reader.integer("batch_in_epoch", 0, kMaxInt);
    status.batchesPerEpoch = reader.integer("batches_per_epoch", 0, kMaxInt);
    status.imagesPerSecond = reader.real("images_per_second");
    status.averaged = reader.truth("averaged");
    if (reader.has("failure")) status.failure = onOneLine(reader.text("failure", kMaxNote));
    return status;
}

ordered_json changesJson(const std::vector<ConfigurationChange>& changes) {
    ordered_json list = ordered_json::array();
    const std::size_t skipped = changes.size() - std::min(changes.size(), kMaxChanges);
    for (const ConfigurationChange& change : std::span(changes).subspan(skipped)) {
        ordered_json json = settingsJson(change.configuration);
        json["step"] = change.step;
        list.push_back(std::move(json));
    }
    return list;
}

std::vector<ConfigurationChange> readChanges(const JsonReader& reader) {
    std::vector<ConfigurationChange> changes;
    for (const JsonReader& change : reader.objects("changes", kMaxChanges))
        changes.push_back({change.integer<std::int64_t>("step", 0, kMaxStep), readSettings(change)});
    return changes;
}

} // namespace

ordered_json settingsJson(const Configuration& configuration) {
    ordered_json json =
        configurationJson(configuration.architecture, configuration.objective, configuration.training);
    json["training"]["threads"] = configuration.training.threads;
    return json;
}

Configuration readSettings(const JsonReader& reader) {
    Configuration configuration = readConfiguration(reader);
    configuration.training.threads = reader.object("training").integer("threads", 1, kMaxInt);
    try {
        validate(configuration);
    } catch (const Error& error) {
        reader.fail(error.what());
    }
    return configuration;
}

ordered_json identityJson(const DataIdentity& identity) {
    ordered_json json{{"name", clipped(identity.name, kMaxTextBytes)},
                      {"origin", escapedPath(identity.origin)},
                      {"opened", openingJson(identity.opened)},
                      {"images", identity.images},
                      {"width", identity.shape.width},
                      {"height", identity.shape.height},
                      {"channels", identity.shape.channels},
                      {"pixel_rule", clipped(identity.pixelRule, kMaxTextBytes)},
                      {"split", splitJson(identity.split)},
                      {"pixels_crc", identity.pixelsCrc},
                      {"labels_crc", identity.labelsCrc},
                      {"split_crc", identity.splitCrc}};
    if (!identity.split.subset.classes.empty()) json["classes"] = identity.split.subset.classes;
    return json;
}

DataIdentity readIdentity(const JsonReader& reader) {
    constexpr int kMaxSide = 1 << 14;
    DataIdentity identity;
    identity.name = onOneLine(reader.text("name"));
    identity.origin = unescapedPath(reader.text("origin", 3 * kMaxTextBytes));
    identity.images = reader.integer<Index>("images", 0, std::numeric_limits<std::uint32_t>::max());
    identity.shape.width = reader.integer("width", 0, kMaxSide);
    identity.shape.height = reader.integer("height", 0, kMaxSide);
    identity.shape.channels = reader.integer("channels", 1, 4);
    identity.pixelRule = onOneLine(reader.text("pixel_rule"));
    identity.split = readSplit(reader.object("split"));
    if (reader.has("classes")) identity.split.subset.classes = reader.texts("classes", kMaxChosenClasses);
    identity.opened = withSplit(openingFromJson(reader.object("opened").content()), identity.split);
    identity.pixelsCrc = reader.integer<std::uint32_t>("pixels_crc", 0, kMaxCrc);
    identity.labelsCrc = reader.integer<std::uint32_t>("labels_crc", 0, kMaxCrc);
    identity.splitCrc = reader.integer<std::uint32_t>("split_crc", 0, kMaxCrc);
    return identity;
}

std::string runInfoText(const RunInfo& info) {
    ordered_json json{{"version", kRunVersion},
                      {"id", info.id},
                      {"name", clipped(info.name, kMaxTextBytes)},
                      {"note", clipped(info.note, kMaxNote)},
                      {"colour", info.colour},
                      {"created", info.created},
                      {"settings", settingsJson(info.configuration)},
                      {"changes", changesJson(info.changes)},
                      {"data", identityJson(info.data)},
                      {"status", statusJson(info.status)},
                      {"seconds", finite(info.seconds)},
                      {"parent", info.parent},
                      {"parent_step", info.parentStep},
                      {"curve", info.curve}};
    if (info.lastTest) json["last_test"] = lossJson(*info.lastTest);
    return dumped(json);
}

RunInfo readRunInfo(const std::string& text, const std::string& file, const std::string& position) {
    const nlohmann::json json = parseStrictly(text, file, position);
    const JsonReader reader(json, file, position);
    if (reader.integer("version", 1, kMaxInt) > kRunVersion)
        throw Error(file, position, "was saved by a newer version of Latent Explorer");
    RunInfo info;
    info.id = onOneLine(reader.text("id"));
    info.name = onOneLine(reader.text("name"));
    info.note = reader.text("note", kMaxNote);
    info.colour = reader.integer("colour", 0, kMaxInt);
    info.created = reader.integer<std::int64_t>("created", 0, kMaxStep);
    info.configuration = readSettings(reader.object("settings"));
    info.changes = readChanges(reader);
    info.data = readIdentity(reader.object("data"));
    info.status = readStatus(reader.object("status"));
    info.seconds = reader.real("seconds");
    info.parent = onOneLine(reader.text("parent"));
    info.parentStep = reader.integer<std::int64_t>("parent_step", 0, kMaxStep);
    const Vector curve = reader.numbers("curve", 0, kMaxCurve);
    info.curve.assign(curve.begin(), curve.end());
    if (reader.has("last_test")) info.lastTest = readLoss(reader.object("last_test"));
    return info;
}

std::string escapedPath(const std::string& path) {
    return QByteArray::fromStdString(path).toPercentEncoding("/ ").toStdString();
}

std::string unescapedPath(const std::string& escaped) {
    return QByteArray::fromPercentEncoding(QByteArray::fromStdString(escaped)).toStdString();
}

std::string dumped(const ordered_json& json) {
    return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

} // namespace latent
