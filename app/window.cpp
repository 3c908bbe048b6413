// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include "app/workbench.h"
#include "ui/style.h"

#include <QApplication>
#include <QIcon>
#include <QStandardPaths>
#include <QThreadPool>

#include <optional>

namespace latent {

struct WindowProgram::State {
    State(int& argc, char** argv)
        : application(argc, argv) {}

    QApplication application;
    std::optional<Workbench> workbench; // dies before the application
};

WindowProgram::WindowProgram(int& argc, char** argv, const QString& fileToOpen)
    : m_state(std::make_unique<State>(argc, argv)) {
    QApplication::setApplicationName(QStringLiteral("latent-explorer"));
    QApplication::setApplicationDisplayName(QStringLiteral("Latent Explorer"));
    QApplication::setApplicationVersion(QStringLiteral(LATENT_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("latent-explorer"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/latent-explorer.svg")));
    // Qt splits large fills among this pool and waits for them. Beside threads that train, waking more than
    // one takes longer than filling.
    QThreadPool::globalInstance()->setMaxThreadCount(1);
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
    const std::filesystem::path settings = folder.toStdString() + "/window.json";
    // Before there is a widget: a change of style takes as long as making them all.
    style::apply(m_state->application, MainWindow::savedAppearance(settings));
    m_state->workbench.emplace(settings, fileToOpen);
    workbench().window()->show();
}

WindowProgram::~WindowProgram() = default;

Workbench& WindowProgram::workbench() {
    return *m_state->workbench;
}

int WindowProgram::run() {
    return QApplication::exec();
}

} // namespace latent
