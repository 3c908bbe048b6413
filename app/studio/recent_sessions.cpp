// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/recent_sessions.h"

#include "app/path_text.h"
#include "app/studio/session_folder.h"
#include "core/base/failure.h"
#include "core/data/files/safe_save.h"
#include "core/data/files/small_file.h"

#include <algorithm>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 1 << 20;

// A path may hold anything but this.
constexpr char kSeparator = '\0';

} // namespace

RecentSessions::RecentSessions(fs::path root)
    : m_root(std::move(root)) {}

std::vector<fs::path> RecentSessions::files() const {
    std::vector<fs::path> found;
    if (m_root.empty()) return found;
    std::string text;
    tryTo([&] { text = readSmallFile(m_root / "recent", kMostBytes); }); // none yet
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find(kSeparator, from), text.size());
        found.emplace_back(text.substr(from, end - from));
        from = end + 1;
    }
    return found;
}

std::vector<RecentSession> RecentSessions::all() const {
    std::vector<RecentSession> found;
    std::error_code none;
    for (const fs::path& file : files())
        if (found.size() < kMost && fs::exists(file, none))
            found.push_back({file, false, pathFromBytes(file.string())});
    if (m_root.empty()) return found;
    std::vector<fs::path> aside;
    for (fs::directory_iterator at(earlierSessions(m_root), none), end; !none && at != end;
         at.increment(none))
        aside.push_back(at->path());
    std::ranges::sort(aside, std::ranges::greater());
    aside.resize(std::min(aside.size(), kMost));
    for (const fs::path& folder : aside) found.push_back({folder, true, titleOfAside(folder)});
    return found;
}

void RecentSessions::add(const fs::path& file) {
    if (m_root.empty()) return;
    std::vector<fs::path> kept = files();
    std::erase(kept, file);
    kept.insert(kept.begin(), file);
    kept.resize(std::min(kept.size(), kMost));
    std::string text;
    for (const fs::path& one : kept) text += one.string() + kSeparator;
    tryTo([&] { safeSave(m_root / "recent", text); }); // a convenience: nothing is lost without it
}

} // namespace latent
