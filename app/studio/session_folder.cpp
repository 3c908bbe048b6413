// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/session_folder.h"

#include "app/path_text.h"
#include "ui/text/number_text.h"

#include <QCoreApplication>
#include <QDateTime>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr QLatin1String kSecond("yyyy-MM-dd HH.mm.ss");

} // namespace

int SessionFolder::runCount() const {
    std::error_code none;
    int count = 0;
    for (fs::directory_iterator at(runs(), none), end; !none && at != end; at.increment(none))
        count += at->path().extension() == kRun ? 1 : 0;
    return count;
}

fs::path earlierSessions(const fs::path& root) {
    return root / "earlier";
}

SessionFolder newAside(const fs::path& root) {
    const std::string now = QDateTime::currentDateTime().toString(kSecond).toStdString();
    fs::path folder = earlierSessions(root) / now;
    for (int again = 2; fs::exists(folder); ++again)
        folder = earlierSessions(root) / (now + " " + std::to_string(again));
    SessionFolder aside(folder);
    fs::create_directories(aside.runs());
    return aside;
}

QString titleOfAside(const fs::path& folder) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("SessionFolder", text); };
    const QString name = pathFromBytes(folder.filename().string());
    const QDateTime when = QDateTime::fromString(name.left(kSecond.size()), kSecond);
    const QString title = when.isValid() ? shownLocale().toString(when, QLocale::ShortFormat) : name;
    const int runs = SessionFolder(folder).runCount();
    return runs == 1 ? tr("%1 · 1 run").arg(title)
                     : tr("%1 · %2 runs").arg(title, inLocale(std::int64_t{runs}));
}

} // namespace latent
