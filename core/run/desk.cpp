// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/desk.h"

#include "core/model/configuration.h"
#include "core/run/run_json.h"

#include <cmath>
#include <limits>

namespace latent {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr int kMaxClasses = 1 << 16;
constexpr std::size_t kMaxPathBytes = 4096;
constexpr double kMostUnits = 1e30; // of a map's window

json written(const Looking& looking) {
    json text{
        {"selected", looking.selected},
        {"point", std::vector<float>(looking.point.data(), looking.point.data() + looking.point.size())},
        {"axes", {{"pca", looking.axes.pca}, {"x", looking.axes.x}, {"y", looking.axes.y}}},
        {"axes_chosen", looking.axesChosen},
        {"hidden_classes", looking.hiddenClasses},
        {"factor", looking.factor},
        {"split", static_cast<int>(looking.split)}};
    if (looking.window)
        text["window"] = {looking.window->x, looking.window->y, looking.window->unitsPerPixel};
    if (looking.moment) text["moment"] = *looking.moment;
    if (looking.draw != 0) text["draw"] = looking.draw;
    return text;
}

MapAxes readAxes(const JsonReader& reader) {
    return {.pca = reader.truth("pca"),
            .x = reader.integer("x", 0, kMaxLatent - 1),
            .y = reader.integer("y", 0, kMaxLatent - 1)};
}

MapWindow readWindow(const JsonReader& reader) {
    const std::vector<double> numbers = reader.doubles("window", 3, kMostUnits);
    if (!(numbers[2] > 0)) reader.failAt("window", "has no scale above 0");
    return {numbers[0], numbers[1], numbers[2]};
}

Looking readLooking(const JsonReader& reader) {
    Looking looking;
    looking.selected = reader.integer<Index>("selected", -1, std::numeric_limits<std::int32_t>::max());
    looking.point = reader.numbers("point", 0, kMaxLatent);
    looking.axes = readAxes(reader.object("axes"));
    looking.axesChosen = reader.truth("axes_chosen");
    for (const int label : reader.integers("hidden_classes", kMaxClasses, 0, kMaxClasses))
        looking.hiddenClasses.insert(label);
    looking.factor = reader.integer("factor", Looking::kByClass, kMaxClasses);
    looking.split = static_cast<MapSplit>(reader.integer("split", 0, static_cast<int>(MapSplit::All)));
    if (reader.has("window")) looking.window = readWindow(reader);
    if (reader.has("moment"))
        looking.moment = reader.integer<std::int64_t>("moment", 0, std::numeric_limits<std::int64_t>::max());
    if (reader.has("draw")) looking.draw = reader.integer("draw", 0, std::numeric_limits<int>::max());
    return looking;
}

} // namespace

std::string deskText(const Desk& desk) {
    json steps = json::array();
    for (const LookingStep& step : desk.steps)
        steps.push_back({{"before", written(step.before)}, {"after", written(step.after)}});
    json text{{"version", kVersion},
              {"run", desk.run},
              {"beside", desk.beside},
              {"looking", written(desk.looking)},
              {"steps", steps},
              {"done", desk.done},
              {"data", escapedPath(desk.data)},
              {"file", escapedPath(desk.file)},
              {"changed", desk.changed}};
    if (desk.settings) text["settings"] = settingsJson(*desk.settings);
    return text.dump();
}

Desk readDesk(std::string_view text, const std::string& name) {
    const std::string position = "desk";
    const json parsed = parseStrictly(text, name, position);
    const JsonReader reader(parsed, name, position);
    const int version = reader.integer("version", 1, std::numeric_limits<int>::max());
    if (version > kVersion)
        throw Error(name, position,
                    "version " + std::to_string(version) + " is newer than this program reads");
    Desk desk;
    desk.run = reader.text("run");
    if (reader.has("beside")) desk.beside = reader.texts("beside", kMostBeside);
    desk.looking = readLooking(reader.object("looking"));
    for (const JsonReader& step : reader.objects("steps", kMostSteps))
        desk.steps.push_back({readLooking(step.object("before")), readLooking(step.object("after"))});
    if (reader.has("settings")) desk.settings = readSettings(reader.object("settings"));
    desk.done = reader.integer("done", 0, static_cast<int>(desk.steps.size()));
    desk.data = unescapedPath(reader.text("data", 3 * kMaxPathBytes));
    desk.file = unescapedPath(reader.text("file", 3 * kMaxPathBytes));
    desk.changed = reader.truth("changed");
    return desk;
}

} // namespace latent
