// SPDX-License-Identifier: GPL-3.0-or-later
// What sessions, moments and runs side by side cost: a real window with the default data and settings,
// offscreen unless there is a display.
//
//   session_bench [--seconds 8] [--turns 5]
#include "app/memory_policy.h"
#include "app/workbench.h"
#include "tests/benchmarks/window_probes.h"
#include "ui/controls/style.h"
#include "ui/explore/sliders_panel.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QThreadPool>

namespace latent {
namespace {

using namespace bench;
using Phase = TrainingStatus::Phase;

constexpr int kPatienceMs = 120'000;
constexpr int kJumps = 40;

template <class Condition>
void until(Condition condition) {
    const Clock::time_point start = Clock::now();
    while (!condition()) {
        if (msSince(start) > kPatienceMs) throw std::runtime_error("waited in vain");
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents); // the memory timer wakes it
    }
}

/// A window as a person has it. sessions: empty: nothing is kept.
struct OpenWindow {
    Workbench bench;

    explicit OpenWindow(const std::filesystem::path& sessions, const QString& toOpen = {})
        : bench({}, toOpen, sessions) {
        bench.window()->resize(1440, 900);
        bench.window()->show();
        until([this] { return looked()->snapshot() && looked()->mapFrame(); });
    }
    ~OpenWindow() { bench.session()->close(); }

    LiveRun* run() { return bench.run(); }
    Exploration* looked() { return bench.exploration(); }
    void setEpochs(int epochs) {
        TrainingSettings settings = run()->configuration().training;
        settings.epochs = epochs;
        run()->setTraining(settings);
    }
    void train() {
        run()->toggleTraining();
        until([this] { return run()->status().phase == Phase::Running; });
    }
    void pause() {
        run()->toggleTraining();
        until([this] { return run()->status().phase == Phase::Paused; });
    }
    void trainToEnd() {
        train();
        until([this] { return run()->status().phase == Phase::Finished && !run()->status().encodingAll; });
    }
};

std::filesystem::path pathOf(const QTemporaryDir& folder) {
    return folder.path().toStdString();
}

double stepsPerSecond(const std::filesystem::path& sessions, double seconds) {
    OpenWindow window(sessions, QStringLiteral("fashion-mnist"));
    window.setEpochs(0);
    wait(500);
    window.train();
    const Clock::time_point start = Clock::now();
    wait(static_cast<int>(1e3 * seconds));
    window.pause();
    return static_cast<double>(window.run()->status().step) / secondsSince(start);
}

// Moments are kept in memory where there is no session: so this is what the session itself costs.
void measureKeeping(double seconds, int turns) {
    std::vector<double> kept;
    for (int turn = 0; turn < turns; ++turn) {
        const QTemporaryDir folder;
        const double without = stepsPerSecond({}, seconds);
        const double with = stepsPerSecond(pathOf(folder), seconds);
        kept.push_back(100 * with / without); // neighbours: the machine's speed drifts
    }
    report("speed kept with a session, median of turns", percentile(kept, 0.5), "%");
}

// To the map, and of a restored window to its run.
double msToStart(const std::filesystem::path& sessions, bool restored) {
    const Clock::time_point start = Clock::now();
    OpenWindow window(sessions);
    until([&] { return !restored || (window.run()->hasStarted() && window.looked()->snapshot()->step > 0); });
    return msSince(start);
}

void measureStart(const std::filesystem::path& sessions, int turns) {
    std::vector<double> fresh, restored;
    for (int turn = 0; turn < turns; ++turn) {
        const QTemporaryDir empty;
        fresh.push_back(msToStart(pathOf(empty), false));
        restored.push_back(msToStart(sessions, true));
    }
    report("from start to the map, fresh", percentile(fresh, 0.5), "ms");
    report("from start to the map, restored", percentile(restored, 0.5), "ms");
}

// A hand drags along the run: another moment as soon as the map has shown the last one.
void measureScrub(OpenWindow& window, double seconds) {
    Exploration* const looked = window.looked();
    const std::vector<std::int64_t> moments = looked->moments();
    report("moments of ten epochs", static_cast<double>(moments.size()), "");
    int shown = 0;
    std::size_t at = 0;
    QObject context;
    HeartBeat heart;
    QObject::connect(window.bench.window()->findChild<MapCanvas*>(), &MapCanvas::drawn, &context,
                     [&] { ++shown; });
    QTimer hand;
    hand.setTimerType(Qt::PreciseTimer);
    QObject::connect(&hand, &QTimer::timeout, &context,
                     [&] { looked->setMoment(moments[at++ % moments.size()]); });
    hand.start(8);
    heart.start();
    const Clock::time_point start = Clock::now();
    wait(static_cast<int>(1e3 * seconds));
    report("map drawn while scrubbing 60,000 points", shown / secondsSince(start), "frames/s");
    report("event loop while scrubbing, 95th percentile", percentile(heart.stop(), 0.95), "ms");
}

// From letting go of the handle to the strips of that moment's weights.
void measureLettingGo(OpenWindow& window) {
    Exploration* const looked = window.looked();
    const std::vector<std::int64_t> moments = looked->moments();
    std::vector<double> waits;
    for (int i = 0; i < kJumps; ++i) {
        const std::int64_t step = moments[static_cast<std::size_t>(i * 37) % moments.size()];
        bool shown = false;
        QObject context;
        QObject::connect(window.bench.window()->findChild<SlidersPanel*>(), &SlidersPanel::stripsShown,
                         &context, [&](const FilmStrips& strips, const Evidence& evidence) {
                             shown = shown || (strips.asked.image && evidence.step == step);
                         });
        const Clock::time_point start = Clock::now();
        looked->setMoment(step);
        until([&] { return shown; });
        waits.push_back(msSince(start));
        wait(20);
    }
    report("weights of a moment shown after letting go, median", percentile(waits, 0.5), "ms");
    report("weights of a moment shown after letting go, 95th percentile", percentile(waits, 0.95), "ms");
    looked->setMoment(std::nullopt);
}

void measureSideBySide(OpenWindow& window, double seconds) {
    window.run()->reset();
    window.setEpochs(0);
    window.bench.sides()->trainOther();
    LiveRun* const second = window.bench.sides()->stages()[0]->run();
    until([&] {
        return second->status().phase == Phase::Running && window.run()->status().phase == Phase::Running;
    });
    wait(2'000);
    HeartBeat heart;
    heart.start();
    wait(static_cast<int>(1e3 * seconds));
    report("event loop, two maps while both train, 95th percentile", percentile(heart.stop(), 0.95), "ms");
    report("resident memory, two runs", residentMegabytes(), "MB");
}

void measure(double seconds, int turns) {
    measureKeeping(seconds, turns);
    const QTemporaryDir folder;
    {
        OpenWindow window(pathOf(folder), QStringLiteral("fashion-mnist"));
        window.setEpochs(10);
        window.trainToEnd();
    }
    measureStart(pathOf(folder), turns);
    OpenWindow window(pathOf(folder));
    until([&] { return window.looked()->moments().size() > 1; });
    measureScrub(window, seconds);
    measureLettingGo(window);
    measureSideBySide(window, seconds);
}

} // namespace
} // namespace latent

int main(int argc, char** argv) {
    using namespace latent;
    setMemoryPolicy();
    if (!qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY") &&
        !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QThreadPool::globalInstance()->setMaxThreadCount(1); // as in the program
    style::apply(application, style::Appearance::Desktop);
    try {
        measure(std::stod(bench::option(argc, argv, "--seconds", "8")),
                std::stoi(bench::option(argc, argv, "--turns", "5")));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "session_bench: %s\n", error.what());
        return 1;
    }
}
