// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/display.h"

#include <QDir>
#include <QLibraryInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace latent {
namespace {

bool connects(const QByteArray& path, bool abstract) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::size_t start = abstract ? 1 : 0; // an abstract name begins with a zero byte
    const auto length = static_cast<std::size_t>(path.size());
    if (start + length >= sizeof address.sun_path) return false;
    std::memcpy(address.sun_path + start, path.constData(), length);
    const int socketHandle = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socketHandle < 0) return false;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + start + length);
    const bool connected = connect(socketHandle, reinterpret_cast<const sockaddr*>(&address), size) == 0;
    close(socketHandle);
    return connected;
}

/// Whether an X server answers. A display on another machine is taken at its word.
bool xServerAnswers(const QString& display) {
    static const QRegularExpression local("^(unix)?:(\\d+)(\\.\\d+)?$");
    const QRegularExpressionMatch match = local.match(display);
    if (!match.hasMatch()) return !display.isEmpty();
    const QByteArray path = "/tmp/.X11-unix/X" + match.captured(2).toLatin1();
    return connects(path, true) || connects(path, false);
}

bool waylandIsUsable() {
    if (qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")) return false;
    const QDir plugins(QLibraryInfo::path(QLibraryInfo::PluginsPath) + "/platforms");
    return !plugins.entryList({"libqwayland*"}, QDir::Files).isEmpty();
}

/// What Qt will be asked for: "-platform NAME", else QT_QPA_PLATFORM, else nothing.
QString askedPlatform(const QStringList& arguments) {
    QString asked = qEnvironmentVariable("QT_QPA_PLATFORM");
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString& word = arguments[i];
        if ((word == "-platform" || word == "--platform") && i + 1 < arguments.size())
            asked = arguments[i + 1];
        if (word.startsWith("-platform=") || word.startsWith("--platform=")) asked = word.section('=', 1);
    }
    return asked;
}

} // namespace

QString missingDisplay(const QStringList& arguments) {
    const QString display = qEnvironmentVariable("DISPLAY");
    const QStringList asked = askedPlatform(arguments).split(';', Qt::SkipEmptyParts);
    const bool any = asked.isEmpty();
    const auto names = [&](const QString& start) {
        return std::any_of(asked.begin(), asked.end(),
                           [&](const QString& name) { return name.startsWith(start); });
    };
    const auto needsNone = [](const QString& name) {
        return !name.startsWith("xcb") && !name.startsWith("wayland");
    };
    if (std::any_of(asked.begin(), asked.end(), needsNone)) return {};
    if ((any || names("wayland")) && waylandIsUsable()) return {};
    if ((any || names("xcb")) && xServerAnswers(display)) return {};
    return display.isEmpty() ? QString("there is no display to open a window on")
                             : QString("the display %1 does not answer").arg(display);
}

} // namespace latent
