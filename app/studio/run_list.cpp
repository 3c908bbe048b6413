// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/run_list.h"

#include "ui/runs/run_text.h"
#include "ui/text/preset_text.h"

#include <algorithm>
#include <array>

namespace latent {
namespace {

auto withId(const std::string& id) {
    return [&id](const ListedRun& run) { return run.info.id == id; };
}

} // namespace

const ListedRun* RunList::find(const std::string& id) const {
    const auto found = std::ranges::find_if(m_runs, withId(id));
    return found == m_runs.end() ? nullptr : &*found;
}

int RunList::freeColour() const {
    std::array<int, kRunColours> used{};
    for (const ListedRun& run : m_runs) ++used[static_cast<std::size_t>(run.info.colour) % used.size()];
    return static_cast<int>(std::ranges::min_element(used) - used.begin());
}

std::string RunList::freeName(const RunInfo& run) const {
    const QString kind = shortName(presetOf(run.configuration.objective));
    for (int number = 1;; ++number) {
        const std::string name =
            tr("%1 %2", "a kind of model and a number").arg(kind).arg(number).toStdString();
        if (std::ranges::none_of(m_runs, [&](const ListedRun& other) { return other.info.name == name; }))
            return name;
    }
}

void RunList::reset(const std::vector<ListedRun>& runs) {
    m_runs = runs;
    emit changed();
}

void RunList::put(const ListedRun& run) {
    const auto found = std::ranges::find_if(m_runs, withId(run.info.id));
    if (found == m_runs.end()) {
        const auto later = std::ranges::find_if(
            m_runs, [&](const ListedRun& other) { return other.info.created > run.info.created; });
        m_runs.insert(later, run);
    } else {
        *found = run;
    }
    emit changed();
}

void RunList::remove(const std::string& id) {
    if (std::erase_if(m_runs, withId(id)) > 0) emit changed();
}

} // namespace latent
