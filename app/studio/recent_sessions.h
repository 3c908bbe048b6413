// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>
#include <vector>

namespace latent {

/// A session that can be opened again: a file of the person's, or the folder of one that was put aside.
struct RecentSession {
    std::filesystem::path path;
    bool putAside = false;
    QString title;
};

/// The sessions that were open last, kept in a file below the root. GUI thread.
class RecentSessions {
  public:
    static constexpr std::size_t kMost = 8;

    /// Empty: nothing is kept.
    explicit RecentSessions(std::filesystem::path root);

    /// Files, the newest first, then sessions that were put aside, the newest first; at most kMost of each.
    /// What is gone is left out.
    std::vector<RecentSession> all() const;
    /// To the front.
    void add(const std::filesystem::path& file);

  private:
    std::vector<std::filesystem::path> files() const;

    std::filesystem::path m_root;
};

} // namespace latent
