// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include "app/workbench.h"
#include "ui/style.h"

#include <QApplication>
#include <QIcon>
#include <QStandardPaths>

namespace latent {

int runWindow(int argc, char** argv, const QString& fileToOpen) {
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("latent-explorer"));
    QApplication::setApplicationDisplayName(QStringLiteral("Latent Explorer"));
    QApplication::setApplicationVersion(QStringLiteral(LATENT_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("latent-explorer"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/latent-explorer.svg")));
    style::apply(application, style::Appearance::Desktop);
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
    Workbench workbench(folder.toStdString() + "/window.json");
    workbench.window()->show();
    workbench.open(fileToOpen);
    return QApplication::exec();
}

} // namespace latent
