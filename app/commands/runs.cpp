// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/runs.h"

#include "app/commands/common.h"
#include "app/commands/text_table.h"
#include "core/run/session_file.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace latent {
namespace {

using Json = nlohmann::ordered_json;

std::string fixed(double value, int decimals) {
    std::array<char, 64> text{};
    const auto result =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals);
    return result.ec == std::errc() ? std::string(text.data(), result.ptr) : "?";
}

std::string stateOf(const TrainingStatus& status) {
    switch (status.phase) {
    case TrainingStatus::Phase::Failed:
        return "failed";
    case TrainingStatus::Phase::Finished:
        return "finished";
    default:
        return status.step > 0 ? "paused" : "not begun";
    }
}

std::string epochsOf(const TrainingStatus& status) {
    const std::string done = std::to_string(status.epoch);
    return status.epochs > 0 ? done + " of " + std::to_string(status.epochs) : done;
}

std::string sizeOf(std::uint64_t bytes) {
    constexpr double kKibibyte = 1 << 10;
    const double kibibytes = static_cast<double>(bytes) / kKibibyte;
    return kibibytes < 1000 ? fixed(kibibytes, 1) + " KiB" : fixed(kibibytes / kKibibyte, 1) + " MiB";
}

TextTable tableOf(const std::vector<ListedRun>& runs) {
    TextTable table{{"ID", "NAME", "DATA", "EPOCHS", "STEPS", "TEST LOSS", "LIKELIHOOD", "STATE", "SIZE"}};
    for (const auto& [run, bytes] : runs) {
        table.push_back({run.id, run.name, run.data.name, epochsOf(run.status),
                         std::to_string(run.status.step), run.lastTest ? fixed(run.lastTest->total, 1) : "-",
                         likelihoodText(run.configuration.objective.likelihood), stateOf(run.status),
                         sizeOf(bytes)});
    }
    return table;
}

std::string jsonOf(const ListedRun& listed) {
    const RunInfo& run = listed.info;
    const Objective& objective = run.presentConfiguration().objective;
    Json json{{"id", run.id},
              {"name", run.name},
              {"created_ms", run.created},
              {"preset", presetText(presetOf(objective))},
              {"likelihood", likelihoodText(objective.likelihood)},
              {"data", run.data.name},
              {"images", run.data.images},
              {"epochs_done", run.status.epoch},
              {"epochs", run.status.epochs},
              {"steps", run.status.step},
              {"seconds", run.seconds},
              {"state", stateOf(run.status)},
              {"bytes", listed.bytes}};
    if (!run.note.empty()) json["note"] = run.note;
    if (!run.status.failure.empty()) json["failure"] = run.status.failure;
    if (!run.parent.empty()) json["branched_from"] = {{"id", run.parent}, {"step", run.parentStep}};
    if (run.lastTest) {
        json["test"] = {{"loss", run.lastTest->total}, {"reconstruction", run.lastTest->reconstruction}};
        if (objective.hasKl()) json["test"]["kl"] = run.lastTest->kl;
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

void runRuns(const RunsCommand& command) {
    const RunListing listing = listRuns(command.session);
    tellOf(command.session, listing.damage);
    if (command.json) {
        for (const ListedRun& run : listing.runs) print(jsonOf(run) + "\n");
    } else if (listing.runs.empty()) {
        tell(command.session + " holds no runs");
    } else {
        print(textOf(tableOf(listing.runs)));
    }
}

} // namespace latent
