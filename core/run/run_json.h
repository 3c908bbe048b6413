// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"
#include "core/train/json_reader.h"

#include <string>

// The JSON of runs. Private to core/run.
namespace latent {

/// As configurationJson(), and the number of threads.
nlohmann::ordered_json settingsJson(const Configuration& configuration);
/// Throws Error, also for settings out of range.
Configuration readSettings(const JsonReader& reader);

nlohmann::ordered_json identityJson(const DataIdentity& identity);
DataIdentity readIdentity(const JsonReader& reader);

std::string runInfoText(const RunInfo& info);
/// `file` and `position` are what errors call the text.
RunInfo readRunInfo(const std::string& text, const std::string& file, const std::string& position);

/// A path as text that is UTF-8, as JSON must be and paths need not be.
std::string escapedPath(const std::string& path);
std::string unescapedPath(const std::string& escaped);

/// On one line. What is not UTF-8 becomes U+FFFD.
std::string dumped(const nlohmann::ordered_json& json);

} // namespace latent
