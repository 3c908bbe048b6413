// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>
#include <string>

namespace latent {

/// Where the parts of a session lie: the open one, or one that was put aside.
class SessionFolder {
  public:
    static constexpr const char* kRun = ".latent";
    static constexpr const char* kTimeline = ".moments";

    SessionFolder() = default;
    explicit SessionFolder(std::filesystem::path path)
        : m_path(std::move(path)) {}

    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path desk() const { return m_path / "desk.json"; }
    std::filesystem::path lock() const { return m_path / "lock"; }
    std::filesystem::path runs() const { return m_path / "runs"; }
    std::filesystem::path run(const std::string& id) const { return runs() / (id + kRun); }
    std::filesystem::path timeline(const std::string& id) const { return runs() / (id + kTimeline); }
    /// That can be found; 0 if the folder cannot be read.
    int runCount() const;

  private:
    std::filesystem::path m_path;
};

/// Where sessions are put aside, below the root of all sessions.
std::filesystem::path earlierSessions(const std::filesystem::path& root);
/// A new folder there, named after the present second. Throws std::filesystem::filesystem_error.
SessionFolder newAside(const std::filesystem::path& root);
/// What a session that was put aside is called: when that was, and its number of runs.
QString titleOfAside(const std::filesystem::path& folder);

} // namespace latent
