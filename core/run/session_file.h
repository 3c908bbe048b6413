// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace latent {

/// What a .latent file holds: runs, and sections of others by name ("looking"), whose bytes are theirs.
struct SessionFile {
    std::vector<Run> runs;                     // in their order
    std::map<std::string, std::string> extras; // by a name that does not begin with "run/"
};

/// A file as far as it could be read.
struct LoadedSession {
    SessionFile session;
    std::vector<std::string> damage; // a sentence for each part that is lost, without the file's name
};

struct RunListing {
    std::vector<ListedRun> runs;
    std::vector<std::string> damage;
};

/// Whether the file begins as a session does; false where there is none that can be read.
bool isSessionFile(const std::filesystem::path& path);

/// Through safeSave: a save that fails throws Error and leaves what was there. Returns one sentence for each
/// part that is left out because it could not be read again (weights that are not finite).
std::vector<std::string> saveSession(const std::filesystem::path& path, const SessionFile& session);

/// Everything that is whole. Throws Error where the file cannot be read at all, is no session, or is from a
/// newer version of the program.
LoadedSession loadSession(const std::filesystem::path& path);
/// The runs of a file, without reading what is large.
RunListing listRuns(const std::filesystem::path& path);
/// One run with all its parts; `damage` names what of it is lost. Throws Error where there is none of that
/// id.
Run loadRun(const std::filesystem::path& path, const std::string& id, std::vector<std::string>& damage);

} // namespace latent
