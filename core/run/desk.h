// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"
#include "core/run/looking.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latent {

/// One step that can be undone: what was looked at before and after it.
struct LookingStep {
    Looking before;
    Looking after;

    bool operator==(const LookingStep&) const = default;
};

/// What lies on the desk when the program is closed, beside the runs: which of them, what is looked at, and
/// the way there.
struct Desk {
    std::string run;                       // id of the run in front; empty: none
    std::vector<std::string> beside;       // ids of those beside it
    std::string data;                      // name or path of the images, as bytes
    std::optional<Configuration> settings; // chosen for a run in front that has not begun
    Looking looking;
    std::vector<LookingStep> steps; // oldest first
    int done = 0;                   // of the steps; the others were undone
    std::string file;               // that the person saved the session to, as bytes; empty: to none
    bool changed = false;           // since then

    bool operator==(const Desk&) const = default;
};

/// Steps that a desk keeps.
inline constexpr int kMostSteps = 200;
/// Runs that stand beside the one in front.
inline constexpr int kMostBeside = 3;

/// JSON of one version; reading returns exactly what was written.
std::string deskText(const Desk& desk);
/// `name` is what errors call the file. Throws Error for what is no desk, and one sentence for a newer
/// version.
Desk readDesk(std::string_view text, const std::string& name);

} // namespace latent
