// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"
#include "core/run/session_file.h"

namespace latent {

/// The run that is asked for by name or id, else the newest. Says which it is where there was a choice.
/// Throws Error: there is none, or several have that name.
const RunInfo& chosenRun(const std::vector<const RunInfo*>& runs, const std::string& asked,
                         const std::string& session);

/// A model file, or the model of a run of a session file. Tells what is damaged. Throws Error.
ModelFile openModel(const ModelChoice& choice);

} // namespace latent
