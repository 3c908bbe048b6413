// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/session_model.h"

#include "app/commands/common.h"

#include <algorithm>

namespace latent {
namespace {

const RunInfo& newestOf(const std::vector<const RunInfo*>& runs) {
    return **std::max_element(runs.begin(), runs.end(),
                              [](const RunInfo* a, const RunInfo* b) { return a->created < b->created; });
}

const RunInfo& namedRun(const std::vector<const RunInfo*>& runs, const std::string& asked,
                        const std::string& session) {
    std::vector<const RunInfo*> found;
    for (const RunInfo* run : runs) {
        if (run->id == asked) return *run;
        if (run->name == asked) found.push_back(run);
    }
    if (found.size() == 1) return *found.front();
    if (found.empty()) throw Error(session, "", "holds no run “" + asked + "”; see latent-explorer runs");
    std::string ids;
    for (const RunInfo* run : found) ids += (ids.empty() ? "" : ", ") + run->id;
    throw Error(session, "",
                "holds " + std::to_string(found.size()) + " runs “" + asked + "”; choose by id: " + ids);
}

} // namespace

const RunInfo& chosenRun(const std::vector<const RunInfo*>& runs, const std::string& asked,
                         const std::string& session) {
    if (runs.empty()) throw Error(session, "", "holds no run");
    if (!asked.empty()) return namedRun(runs, asked, session);
    const RunInfo& run = newestOf(runs);
    if (runs.size() > 1) {
        tell(session + ": the newest of its " + std::to_string(runs.size()) + " runs, “" + run.name + "” (" +
             run.id + "); --run chooses another");
    }
    return run;
}

ModelFile openModel(const ModelChoice& choice) {
    if (!isSessionFile(choice.path)) {
        if (!choice.run.empty()) throw UsageError("--run: " + choice.path + " is a model, which has no runs");
        return loadModel(choice.path);
    }
    const RunListing listing = listRuns(choice.path);
    std::vector<const RunInfo*> runs;
    for (const ListedRun& run : listing.runs) runs.push_back(&run.info);
    tellOf(choice.path, listing.damage);
    std::vector<std::string> damage;
    const RunInfo& info = chosenRun(runs, choice.run, choice.path);
    const Run run = loadRun(choice.path, info.id, damage);
    std::erase_if(damage, [&](const std::string& sentence) { // is told already
        return std::find(listing.damage.begin(), listing.damage.end(), sentence) != listing.damage.end();
    });
    tellOf(choice.path, damage);
    const std::shared_ptr<const ModelFile> model = newestModel(run);
    if (!model) throw Error(choice.path, "", "holds no weights of the run “" + run.name + "”");
    return *model;
}

} // namespace latent
