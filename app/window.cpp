// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include "app/interrupt.h"
#include "app/path_text.h"
#include "app/workbench.h"
#include "core/base/failure.h"
#include "ui/ask/post.h"
#include "ui/controls/style.h"
#include "ui/window/notice_bar.h"

#include <QApplication>
#include <QIcon>
#include <QSemaphore>
#include <QSocketNotifier>
#include <QStandardPaths>
#include <QThreadPool>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>

namespace latent {
namespace {

/// Qt splits large fills among this pool and waits for them: for ever, if the thread does not start. So it
/// starts now, and stays. Beside threads that train, waking more than one takes longer than filling.
void startFillThread() {
    constexpr int kPatienceMs = 10'000;
    QThreadPool* const pool = QThreadPool::globalInstance();
    pool->setMaxThreadCount(1);
    pool->setExpiryTimeout(-1);
    const auto started = std::make_shared<QSemaphore>();
    pool->start([started] { started->release(); });
    if (started->tryAcquire(1, kPatienceMs)) return;
    std::fputs("latent-explorer: the system cannot start another thread\n", stderr);
    std::_Exit(EXIT_FAILURE); // at a usual exit the pool would be waited for too
}

} // namespace

struct WindowProgram::State {
    /// Shows in the window what an event handler throws, such as bad_alloc: the program, and the model in it,
    /// go on.
    class Application : public QApplication {
      public:
        using QApplication::QApplication;

        /// Where sentences go; until there is something, exceptions pass.
        std::function<void(const QString&)> tell;

        bool notify(QObject* receiver, QEvent* event) override {
            if (!tell) return QApplication::notify(receiver, event);
            bool result = true;
            std::string failure = tryTo([&] { result = QApplication::notify(receiver, event); });
            if (!failure.empty())
                post(this, [this, failure = std::move(failure)] { tell(QString::fromStdString(failure)); });
            return result;
        }
    };

    State(int& argc, char** argv)
        : application(argc, argv) {}

    Application application;
    std::optional<Workbench> workbench; // dies before the application
};

WindowProgram::WindowProgram(int& argc, char** argv, const QString& fileToOpen)
    : m_state(std::make_unique<State>(argc, argv)) {
    QApplication::setApplicationName(QStringLiteral("latent-explorer"));
    QApplication::setApplicationDisplayName(QStringLiteral("Latent Explorer"));
    QApplication::setApplicationVersion(QStringLiteral(LATENT_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("latent-explorer"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/latent-explorer.svg")));
    startFillThread();
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
    const std::filesystem::path settings = pathToBytes(folder) + "/window.json";
    // Before there is a widget: a change of style takes as long as making them all.
    style::apply(m_state->application, MainWindow::savedAppearance(settings));
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    m_state->workbench.emplace(settings, fileToOpen, pathToBytes(data));
    workbench().window()->show();
    m_state->application.tell = [this](const QString& sentence) {
        workbench().window()->notices()->showWarning(sentence);
    };
    closeOnInterrupt();
}

WindowProgram::~WindowProgram() {
    m_state->application.tell = {};
}

void WindowProgram::closeOnInterrupt() {
    catchInterrupts();
    if (interruptDescriptor() < 0) return;
    auto* const interrupted =
        new QSocketNotifier(interruptDescriptor(), QSocketNotifier::Read, &m_state->application);
    QObject::connect(interrupted, &QSocketNotifier::activated, &m_state->application, [interrupted] {
        interrupted->setEnabled(false);
        QApplication::closeAllWindows(); // as by hand, so that all is kept
        QApplication::quit();            // also where a dialogue stays
    });
}

Workbench& WindowProgram::workbench() {
    return *m_state->workbench;
}

int WindowProgram::run() {
    const int status = QApplication::exec();
    workbench().session()->close();
    return status;
}

} // namespace latent
