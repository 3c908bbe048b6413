// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/file_manager.h"

#include "core/data/files/clean_text.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDesktopServices>

#include <system_error>

namespace latent {
namespace {

constexpr int kAnswerMs = 5000;

QString textOf(const std::filesystem::path& file) {
    return QString::fromStdString(fileNameText(file.string()));
}

QDBusMessage showItemsCall(const std::filesystem::path& file) {
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("/org/freedesktop/FileManager1"),
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("ShowItems"));
    call << QStringList(QString::fromLatin1(fileUrl(file).toEncoded())) << QString();
    return call;
}

} // namespace

QUrl fileUrl(const std::filesystem::path& file) {
    return QUrl::fromEncoded("file://" + QByteArray::fromStdString(file.string()).toPercentEncoding("/"));
}

bool FileManager::isThere(const std::filesystem::path& file) {
    std::error_code ignored;
    const bool found = std::filesystem::exists(file, ignored);
    if (!found) emit failed(tr("%1 is no longer there").arg(textOf(file)));
    return found;
}

void FileManager::open(const std::filesystem::path& file) {
    if (isThere(file) && !QDesktopServices::openUrl(fileUrl(file)))
        emit failed(tr("%1: no program was found that opens it").arg(textOf(file)));
}

void FileManager::openFolder(const std::filesystem::path& file) {
    if (!QDesktopServices::openUrl(fileUrl(file.parent_path())))
        emit failed(tr("%1: no file manager was found to show it").arg(textOf(file)));
}

void FileManager::showInFolder(const std::filesystem::path& file) {
    if (!isThere(file)) return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return openFolder(file);
    auto* const answer = new QDBusPendingCallWatcher(bus.asyncCall(showItemsCall(file), kAnswerMs), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer, file] {
        if (answer->isError()) openFolder(file); // no file manager that can select
        answer->deleteLater();
    });
}

} // namespace latent
