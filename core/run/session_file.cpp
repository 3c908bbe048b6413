// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/session_file.h"

#include "core/base/error.h"
#include "core/data/files/small_file.h"
#include "core/run/checkpoint.h"
#include "core/run/history_bytes.h"
#include "core/run/run_json.h"
#include "core/run/section_file.h"

#include <algorithm>
#include <optional>
#include <set>

namespace latent {
namespace {

constexpr std::string_view kRunPrefix = "run/";
constexpr std::string_view kInfo = "info";
constexpr std::string_view kHistory = "history";
constexpr std::string_view kState = "state";
constexpr std::string_view kModel = "model";

std::string sectionName(const std::string& id, std::string_view part) {
    return std::string(kRunPrefix) + id + "/" + std::string(part);
}

/// The id in "run/ID/PART"; empty: a section of another kind.
std::string runOf(std::string_view section) {
    if (!section.starts_with(kRunPrefix)) return {};
    const std::string_view rest = section.substr(kRunPrefix.size());
    return std::string(rest.substr(0, rest.find('/')));
}

/// What the loss of a part means, for people.
std::string lossOf(std::string_view part, const std::string& run) {
    const std::string ofRun = " of the run “" + run + "”";
    if (part == kInfo) return "the settings" + ofRun + " are lost";
    if (part == kHistory) return "the losses" + ofRun + " are lost";
    if (part == kState) return "the training state" + ofRun + " is lost, so that it cannot go on";
    return "the model" + ofRun + " is lost";
}

/// The same of a section that is no run's.
std::string lossOf(std::string_view section) {
    return "the part “" + std::string(section) + "” is lost";
}

Section modelSection(const Run& run) {
    ModelPieces pieces = modelPieces(*run.model, "it");
    return {sectionName(run.id, kModel), std::move(pieces.header), std::move(pieces.tensors)};
}

/// Adds a section, or the sentence that says why it is left out.
template <class Make>
void addUnlessUnsound(std::vector<Section>& sections, std::vector<std::string>& leftOut, const Run& run,
                      std::string_view what, Make make) {
    try {
        sections.push_back(make());
    } catch (const Error& error) {
        leftOut.push_back("the run “" + run.name + "” is saved without its " + std::string(what) + ": " +
                          error.what());
    }
}

void addRun(std::vector<Section>& sections, std::vector<std::string>& leftOut, const Run& run) {
    sections.push_back({sectionName(run.id, kInfo), runInfoText(run)});
    sections.push_back({sectionName(run.id, kHistory), historyBytes(run.history, run.epochs)});
    if (run.model) addUnlessUnsound(sections, leftOut, run, "model", [&] { return modelSection(run); });
    if (run.state) {
        addUnlessUnsound(sections, leftOut, run, "training state",
                         [&] { return checkpointSection(sectionName(run.id, kState), *run.state); });
    }
}

/// Reads the parts of runs; what cannot be read is noted.
class RunReader {
  public:
    RunReader(const SectionFile& file, std::vector<std::string>& damage)
        : m_file(file)
        , m_damage(damage) {}

    std::optional<RunInfo> info(const std::string& id) {
        m_run = id;
        std::optional<RunInfo> info =
            part(id, kInfo, [&](const std::string& bytes, const std::string& section) {
                RunInfo read = readRunInfo(bytes, m_file.name(), section);
                read.id = id;
                return read;
            });
        if (info) m_run = info->name;
        return info;
    }

    /// Nothing where all that could be shown of it is lost.
    std::optional<Run> run(const std::string& id) {
        Run run;
        const std::optional<RunInfo> known = info(id);
        if (known) static_cast<RunInfo&>(run) = *known;
        readHistoryOf(run, id);
        readModel(run, id);
        readState(run, id);
        if (known) return run;
        if (!run.state && !run.model) return std::nullopt;
        run.id = id;
        run.name = "recovered " + id;
        run.configuration = run.state ? run.state->configuration : run.model->configuration;
        summarise(run);
        return run;
    }

  private:
    template <class Read>
    auto part(const std::string& id, std::string_view name, Read read)
        -> std::optional<decltype(read(std::string(), std::string()))> {
        const std::string section = sectionName(id, name);
        const SectionEntry* const entry = m_file.find(section);
        if (entry == nullptr) return std::nullopt; // see noteLost()
        try {
            return read(m_file.read(*entry), section);
        } catch (const Error& error) {
            m_damage.push_back(lossOf(name, m_run) + " (" + error.what() + ")");
            return std::nullopt;
        }
    }

    void readHistoryOf(Run& run, const std::string& id) {
        auto history = part(id, kHistory, [&](const std::string& bytes, const std::string& section) {
            return readHistory(bytes, m_file.name(), section);
        });
        if (!history) return;
        run.history = std::move(history->history);
        run.epochs = std::move(history->epochs);
    }

    // The networks of a run are one: else the file was put together from others.
    void requireNetwork(const Run& run, const Architecture& architecture, const std::string& section) const {
        if (!run.id.empty() && run.configuration.architecture != architecture)
            throw Error(m_file.name(), section, "is of another network than its run");
    }

    void readModel(Run& run, const std::string& id) {
        auto model = part(id, kModel, [&](const std::string& bytes, const std::string& section) {
            ModelFile file = decodeModel(bytes, m_file.name() + ": " + section);
            requireNetwork(run, file.model.architecture, section);
            return file;
        });
        if (model) run.model = std::make_shared<const ModelFile>(std::move(*model));
    }

    void readState(Run& run, const std::string& id) {
        auto state = part(id, kState, [&](const std::string& bytes, const std::string& section) {
            TrainingState read = readCheckpoint(bytes, m_file.name(), section);
            requireNetwork(run, read.configuration.architecture, section);
            return read;
        });
        if (state) run.state = std::make_shared<const TrainingState>(std::move(*state));
    }

    const SectionFile& m_file;
    std::vector<std::string>& m_damage;
    std::string m_run; // what the present one is called
};

/// The runs of a file, in their order.
std::vector<std::string> runsOf(const SectionFile& file) {
    std::vector<std::string> ids;
    std::set<std::string> seen;
    for (const SectionEntry& section : file.sections()) {
        std::string id = runOf(section.name);
        if (!id.empty() && seen.insert(id).second) ids.push_back(std::move(id));
    }
    return ids;
}

/// Names what cannot be found; `only`: of this run, if not empty.
void noteLost(const SectionFile& file, const std::map<std::string, std::string>& names,
              std::vector<std::string>& damage, const std::string& only = {}) {
    if (only.empty()) damage.insert(damage.end(), file.damage().begin(), file.damage().end());
    for (const std::string& section : file.lost()) {
        const std::string id = runOf(section);
        if (!only.empty() && id != only) continue;
        const auto name = names.find(id);
        damage.push_back(id.empty() ? lossOf(section)
                                    : lossOf(section.substr(section.rfind('/') + 1),
                                             name == names.end() ? id : name->second));
    }
}

} // namespace

bool isSessionFile(const std::filesystem::path& path) {
    return readSmallFile(path, kSectionFileMagic.size()) == kSectionFileMagic;
}

std::vector<std::string> saveSession(const std::filesystem::path& path, const SessionFile& session) {
    std::vector<Section> sections;
    std::vector<std::string> leftOut;
    for (const auto& [name, bytes] : session.extras) sections.push_back({name, bytes});
    for (const Run& run : session.runs) addRun(sections, leftOut, run);
    saveSections(path, sections);
    return leftOut;
}

LoadedSession loadSession(const std::filesystem::path& path) {
    const SectionFile file(path);
    LoadedSession loaded;
    RunReader reader(file, loaded.damage);
    std::map<std::string, std::string> names;
    for (const std::string& id : runsOf(file)) {
        std::optional<Run> run = reader.run(id);
        if (!run) continue;
        names[id] = run->name;
        loaded.session.runs.push_back(std::move(*run));
    }
    for (const SectionEntry& section : file.sections()) {
        if (!runOf(section.name).empty() || section.name == kContentsSection) continue;
        try {
            loaded.session.extras[section.name] = file.read(section);
        } catch (const Error& error) {
            loaded.damage.push_back(lossOf(section.name) + " (" + error.what() + ")");
        }
    }
    noteLost(file, names, loaded.damage);
    return loaded;
}

RunListing listRuns(const std::filesystem::path& path) {
    const SectionFile file(path);
    RunListing listing;
    RunReader reader(file, listing.damage);
    std::map<std::string, std::uint64_t> bytes;
    for (const SectionEntry& section : file.sections()) bytes[runOf(section.name)] += section.size;
    std::map<std::string, std::string> names;
    for (const std::string& id : runsOf(file)) {
        std::optional<RunInfo> info = reader.info(id);
        if (!info) continue;
        names[id] = info->name;
        listing.runs.push_back({std::move(*info), bytes[id]});
    }
    noteLost(file, names, listing.damage);
    return listing;
}

Run loadRun(const std::filesystem::path& path, const std::string& id, std::vector<std::string>& damage) {
    const SectionFile file(path);
    const std::vector<std::string> ids = runsOf(file);
    if (std::find(ids.begin(), ids.end(), id) == ids.end())
        throw Error(path.string(), "", "holds no run " + id);
    std::optional<Run> run = RunReader(file, damage).run(id);
    if (!run) throw Error(path.string(), "run " + id, "nothing of it can be read");
    noteLost(file, {{id, run->name}}, damage, id);
    return std::move(*run);
}

} // namespace latent
