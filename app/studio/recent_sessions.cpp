// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/recent_sessions.h"

#include "app/path_text.h"
#include "core/base/failure.h"
#include "core/data/files/safe_save.h"
#include "core/data/files/small_file.h"
#include "ui/text/number_text.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 1 << 20;

// A path may hold anything but this.
constexpr char kSeparator = '\0';

QString asideTitle(const fs::path& folder) {
    std::error_code none;
    int runs = 0;
    for (fs::directory_iterator at(folder / "runs", none), end; !none && at != end; at.increment(none))
        runs += at->path().extension() == ".latent" ? 1 : 0;
    const QString name = pathFromBytes(folder.filename().string());
    const QDateTime when = QDateTime::fromString(name.left(19), QStringLiteral("yyyy-MM-dd HH.mm.ss"));
    const QString title = when.isValid() ? shownLocale().toString(when, QLocale::ShortFormat) : name;
    const auto tr = [](const char* text) { return QCoreApplication::translate("RecentSessions", text); };
    return runs == 1 ? tr("%1 · 1 run").arg(title)
                     : tr("%1 · %2 runs").arg(title, inLocale(std::int64_t{runs}));
}

} // namespace

fs::path earlierFolder(const fs::path& root) {
    return root / "earlier";
}

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
    for (fs::directory_iterator at(earlierFolder(m_root), none), end; !none && at != end; at.increment(none))
        aside.push_back(at->path());
    std::ranges::sort(aside, std::ranges::greater());
    aside.resize(std::min(aside.size(), kMost));
    for (const fs::path& folder : aside) found.push_back({folder, true, asideTitle(folder)});
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
