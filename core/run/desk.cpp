// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/desk.h"

#include "core/model/configuration.h"
#include "core/run/looking_json.h"
#include "core/run/run_json.h"

#include <limits>

namespace latent {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kMaxPathBytes = 4096;

} // namespace

std::string deskText(const Desk& desk) {
    ImageSetTable sets;
    json steps = json::array();
    for (const LookingStep& step : desk.steps)
        steps.push_back({{"before", written(step.before, sets)}, {"after", written(step.after, sets)}});
    const json looking = written(desk.looking, sets);
    json text{{"version", kVersion},
              {"run", desk.run},
              {"beside", desk.beside},
              {"looking", looking},
              {"image_sets", sets.texts()},
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
    const std::vector<ImageSet> sets = readImageSets(reader);
    desk.looking = readLooking(reader.object("looking"), sets);
    for (const JsonReader& step : reader.objects("steps", kMostSteps))
        desk.steps.push_back(
            {readLooking(step.object("before"), sets), readLooking(step.object("after"), sets)});
    if (reader.has("settings")) desk.settings = readSettings(reader.object("settings"));
    desk.done = reader.integer("done", 0, static_cast<int>(desk.steps.size()));
    desk.data = unescapedPath(reader.text("data", 3 * kMaxPathBytes));
    desk.file = unescapedPath(reader.text("file", 3 * kMaxPathBytes));
    desk.changed = reader.truth("changed");
    return desk;
}

} // namespace latent
