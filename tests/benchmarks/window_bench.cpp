// SPDX-License-Identifier: GPL-3.0-or-later
// How alive the window is while it trains: a real one, with the default data and settings, offscreen unless
// there is a display.
//
//   window_bench [--data NAME|PATH] [--seconds 6]
//   window_bench --map layers   only what images, grounds and ellipses on the map cost while it trains
//   window_bench --pictures 64 [--channels 3] [--net conv]   only from a slider to its pictures, for images
//   of 64×64
#include "app/memory_policy.h"
#include "app/workbench.h"
#include "core/train/training_worker.h"
#include "tests/benchmarks/window_probes.h"
#include "ui/controls/style.h"
#include "ui/explore/film_rows.h"
#include "ui/explore/film_slider.h"
#include "ui/explore/manifold_panel.h"
#include "ui/explore/sliders_panel.h"
#include "ui/images/image_grid.h"
#include "ui/images/image_view.h"
#include "ui/loss/loss_plot.h"
#include "ui/window/top_bar.h"

#include <QApplication>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QtTest/QTest>

#include <set>

namespace latent {
namespace {

using namespace bench;
using Phase = TrainingStatus::Phase;

constexpr int kPatienceMs = 60'000;
constexpr int kPauses = 15;
constexpr int kPoints = 120;
constexpr int kTurns = 7; // with the window watched, hidden, and without it, in turn
constexpr double kRunSeconds = 8;

class WindowBench {
  public:
    WindowBench(const std::string& data, double seconds)
        : m_seconds(seconds) {
        const Clock::time_point start = Clock::now();
        m_bench = std::make_unique<Workbench>(std::filesystem::path());
        window()->resize(1440, 900);
        window()->show();
        report("window made and shown", msSince(start), "ms");
        m_bench->open(QString::fromStdString(data));
        until([this] { return m_bench->exploration()->mapFrame() != nullptr; });
        report("from there to the first map", msSince(start), "ms");
        m_canvas = window()->findChild<MapCanvas*>();
        m_loss = window()->findChild<LossPlot*>();
        m_sliders = window()->findChild<SlidersPanel*>();
        m_train = window()->findChild<TopBar*>()->trainButton();
        TrainingSettings endless = m_bench->run()->configuration().training;
        endless.epochs = 0;
        m_bench->run()->setTraining(endless);
    }

    void useConvolutions() {
        m_bench->run()->setArchitecture(convolutionalNetwork(m_bench->run()->configuration().architecture));
        until([this] {
            const SnapshotPtr now = m_bench->exploration()->snapshot();
            return now && now->model.architecture.convolutional() && now->codesExact;
        });
    }

    void measurePictures() {
        measureSlider("idle");
        toggle(Phase::Running);
        wait(2'000);
        measureSlider("training");
    }

    void measure() {
        measureSlider("idle");
        toggle(Phase::Running);
        wait(2'000);
        measureFrames("training", {});
        PanAndZoom hand(m_canvas);
        measureFrames("training, panning and zooming", &hand);
        measureSlider("training");
        measurePause();
        report("resident memory, window and run", residentMegabytes(), "MB");
        measureSpeed();
    }

    /// Each thing that the map can draw, while training goes on.
    void measureMapLayers() {
        Exploration* const exploration = m_bench->exploration();
        toggle(Phase::Running);
        const auto with = [&](const std::string& what) {
            wait(2'000);
            measureFrames("training, " + what, {});
            PanAndZoom hand(m_canvas);
            measureFrames("training, panning and zooming, " + what, &hand);
            measureSlider("training, " + what);
        };
        with("points");
        exploration->setGround(MapGround::Decoded);
        with("decoded ground");
        exploration->setGround(MapGround::Density);
        with("density");
        exploration->setGround(MapGround::None);
        exploration->setEllipses(true);
        with("ellipses");
        exploration->setEllipses(false);
        exploration->setMapStyle(MapStyle::Images);
        with("images");
    }

  private:
    QWidget* window() const { return m_bench->window(); }
    const TrainingStatus& status() const { return m_bench->run()->status(); }

    template <class Condition>
    void until(Condition condition) {
        const Clock::time_point start = Clock::now();
        while (!condition()) {
            if (msSince(start) > kPatienceMs) throw std::runtime_error("waited in vain");
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents); // the memory timer wakes it
        }
    }
    void toggle(Phase wanted) {
        QTest::mouseClick(m_train, Qt::LeftButton);
        until([&] { return status().phase == wanted; });
    }

    void measureFrames(const std::string& when, PanAndZoom* hand) {
        if (hand) hand->start();
        measureGaps(when);
        measureLoad(when);
        if (hand) hand->stop();
    }

    void measureGaps(const std::string& when) {
        HeartBeat heart;
        heart.start();
        wait(static_cast<int>(1e3 * m_seconds));
        const std::vector<double> gaps = heart.stop();
        report("event loop, median gap, " + when, percentile(gaps, 0.5), "ms");
        report("event loop, 95th percentile, " + when, percentile(gaps, 0.95), "ms");
        report("event loop, longest gap, " + when, percentile(gaps, 1), "ms");
    }

    // Without the heart beat: a thousand turns of the event loop a second are half of what they would
    // measure.
    void measureLoad(const std::string& when) {
        QObject context;
        int moved = 0, loss = 0, strips = 0;
        std::vector<double> shownAges, newestAges; // of each frame of the map
        QObject::connect(m_canvas, &MapCanvas::drawn, &context, [&] {
            const SnapshotPtr newest = m_bench->exploration()->snapshot();
            shownAges.push_back(msSince(m_canvas->glide().moment()));
            newestAges.push_back(msSince(newest->taken));
        });
        QObject::connect(m_sliders, &SlidersPanel::stripsShown, &context, [&] { ++strips; });
        QObject::connect(m_loss, &QCustomPlot::afterReplot, &context, [&] { ++loss; });
        QObject::connect(m_bench->exploration(), &Exploration::mapFrameChanged, &context, [&] { ++moved; });
        const double busyBefore = threadSeconds();
        const double workBefore = workSeconds();
        const Clock::time_point start = Clock::now();
        wait(static_cast<int>(1e3 * m_seconds));
        const double elapsed = secondsSince(start);
        const double busy = threadSeconds() - busyBefore;
        const double work = workSeconds() - workBefore;
        report("map drawn, " + when, static_cast<double>(shownAges.size()) / elapsed, "frames/s");
        report("codes renewed, " + when, moved / elapsed, "times/s");
        report("newest snapshot's age, 95th percentile, " + when, percentile(newestAges, 0.95), "ms");
        report("age of the points as they glide, median, " + when, percentile(shownAges, 0.5), "ms");
        report("age of the points as they glide, 95th percentile, " + when, percentile(shownAges, 0.95),
               "ms");
        report("losses drawn, " + when, loss / elapsed, "frames/s");
        report("strips renewed, " + when, strips / elapsed, "times/s");
        report("GUI thread, " + when, 100 * busy / elapsed, "% of a core");
        report("exploring, " + when, 100 * work / elapsed, "% of a core");
    }

    // From setting a point to the end of the turn in which its answer is painted: all that the view shows.
    // A point is known again by its own coordinates, since training goes on changing what it looks like.
    template <class Answer, class Panel, class Shown>
    void measureMoves(const std::string& what, const std::vector<QWidget*>& views, Panel* panel,
                      void (Panel::*answered)(const Answer&, const Evidence&), Shown shows) {
        Exploration* exploration = m_bench->exploration();
        const Vector high = exploration->range().high / 2;
        Vector asked;
        bool arrived = false, shown = true;
        Clock::time_point start;
        std::vector<double> waits;
        std::set<QWidget*> painted;
        QObject context;
        QObject::connect(panel, answered, &context, [&](const Answer& answer) {
            if (shown || !shows(answer, asked)) return;
            arrived = true; // the views have been told before, and paint the last of it in this turn
        });
        std::vector<std::unique_ptr<PaintWatch>> watches;
        for (QWidget* view : views) {
            watches.push_back(std::make_unique<PaintWatch>(view, [&, view] { painted.insert(view); }));
        }
        const auto allPainted = [&] {
            return std::all_of(views.begin(), views.end(), [&](QWidget* view) {
                return painted.contains(view) || view->visibleRegion().isEmpty();
            });
        };
        PaintWatch turn(
            window(),
            [&] {
                if (!arrived || shown || !allPainted()) return;
                waits.push_back(msSince(start));
                shown = true;
            },
            QEvent::UpdateRequest);
        for (int i = 0; i < kPoints; ++i) {
            asked = i % 2 == 0 ? high : Vector(-high);
            // Any dimension moves the strips; the manifold's own two do not matter to it.
            asked.array() *= 1 + 0.001F * static_cast<float>(i);
            arrived = shown = false;
            painted.clear();
            start = Clock::now();
            exploration->setPoint(asked);
            until([&] { return shown; });
            wait(7 + i % 13); // at any moment of the other frames
        }
        report(what + ", median", percentile(waits, 0.5), "ms");
        report(what + ", 95th percentile", percentile(waits, 0.95), "ms");
        report(what + ", longest", percentile(waits, 1), "ms");
    }

    void measureSlider(const std::string& when) {
        const FilmRows* rows = m_sliders->filmRows();
        measureMoves<FilmStrips>("slider to large picture, " + when, {m_sliders->decodedImage()}, m_sliders,
                                 &SlidersPanel::stripsShown,
                                 [](const FilmStrips& strips, const Vector& asked) {
                                     return strips.asked.image && strips.asked.point == asked;
                                 });
        std::vector<QWidget*> views{m_sliders->decodedImage()};
        for (const int dimension : rows->rowsInView()) views.push_back(rows->row(dimension));
        Vector of;
        std::set<int> missing; // of the rows in view
        measureMoves<FilmStrips>("slider to all strips in view, " + when, views, m_sliders,
                                 &SlidersPanel::stripsShown,
                                 [&](const FilmStrips& strips, const Vector& asked) {
                                     if (strips.asked.point != asked) return false;
                                     if (of.size() == 0 || of != asked) {
                                         const std::vector<int> inView = rows->rowsInView();
                                         missing = {inView.begin(), inView.end()};
                                         of = asked;
                                     }
                                     for (const int dimension : strips.asked.dimensions)
                                         missing.erase(dimension);
                                     return missing.empty();
                                 });

        ManifoldPanel* panel = window()->findChild<ManifoldPanel*>();
        QWidget* before = static_cast<MainWindow*>(window())->tabs()->currentWidget();
        static_cast<MainWindow*>(window())->showTab(panel);
        wait(300);
        measureMoves<Manifold>("slider to whole manifold, " + when, {panel->grid()}, panel,
                               &ManifoldPanel::manifoldShown,
                               [](const Manifold& manifold, const Vector& asked) {
                                   const auto last = manifold.grid.points.rightCols(1);
                                   for (Index i = 0; i < asked.size(); ++i) {
                                       if (i != manifold.x && i != manifold.y && last(i, 0) != asked[i])
                                           return false;
                                   }
                                   return manifold.grid.complete;
                               });
        static_cast<MainWindow*>(window())->tabs()->setCurrentWidget(before);
        wait(300);
    }

    void measurePause() {
        std::vector<double> waits;
        for (int i = 0; i < kPauses; ++i) {
            if (status().phase != Phase::Running) toggle(Phase::Running);
            wait(150 + 37 * i % 200);
            QObject context;
            Clock::time_point start;
            QObject::connect(
                m_bench->run(), &LiveRun::statusChanged, &context, [&](const TrainingStatus& now) {
                    if (now.phase == Phase::Paused && waits.size() == static_cast<std::size_t>(i))
                        waits.push_back(msSince(start));
                });
            start = Clock::now();
            toggle(Phase::Paused);
        }
        report("Pause, click to paused, median", percentile(waits, 0.5), "ms");
        report("Pause, click to paused, longest", percentile(waits, 1), "ms");
        until([this] { return !status().encodingAll; });
    }

    double imagesPerSecond(std::int64_t steps, double elapsed) const {
        return static_cast<double>(steps * m_bench->run()->configuration().training.batch) / elapsed;
    }
    // A run from its start, when the window shows most: watched, hidden, and without a window, where nobody
    // takes the mail. Tests after each epoch are included.
    void measureSpeed() {
        std::vector<double> watched, hidden, without, keptWatched, keptHidden, busy;
        for (int turn = 0; turn < kTurns; ++turn) {
            const double busyBefore = threadSeconds() + workSeconds();
            watched.push_back(speedInWindow());
            busy.push_back(100 * (threadSeconds() + workSeconds() - busyBefore) / kRunSeconds);
            window()->hide();
            hidden.push_back(speedInWindow());
            window()->show();
            window()->activateWindow();
            until([this] { return m_canvas->isWatched(); });
            without.push_back(speedAlone());
            keptWatched.push_back(100 * watched.back() /
                                  without.back()); // neighbours: the machine's speed drifts
            keptHidden.push_back(100 * hidden.back() / without.back());
        }
        report("GUI thread and exploring, from a run's start", percentile(busy, 0.5), "% of a core");
        report("speed with the window watched, from a run's start", percentile(watched, 0.5), "images/s");
        report("speed with the window hidden", percentile(hidden, 0.5), "images/s");
        report("speed without it, same thread", percentile(without, 0.5), "images/s");
        report("kept with the window watched, median of turns", percentile(keptWatched, 0.5), "%");
        report("kept with the window hidden, median of turns", percentile(keptHidden, 0.5), "%");
    }

    double speedInWindow() {
        m_bench->run()->reset();
        until([this] {
            const SnapshotPtr fresh = m_bench->exploration()->snapshot();
            return fresh && fresh->step == 0 && fresh->codesExact;
        });
        wait(500);
        m_bench->run()->toggleTraining();
        until([this] { return status().phase == Phase::Running; });
        const Clock::time_point start = Clock::now();
        wait(static_cast<int>(1e3 * kRunSeconds));
        m_bench->run()->toggleTraining();
        until([this] { return status().phase == Phase::Paused; });
        const double speed = imagesPerSecond(status().step, secondsSince(start));
        wait(500); // the exact codes of all images
        until([this] { return !status().encodingAll; });
        return speed;
    }

    double speedAlone() {
        TrainingWorker alone([] {});
        alone.prepare(m_bench->exploration()->dataset(), m_bench->run()->configuration());
        for (SnapshotPtr fresh; !fresh || !fresh->codesExact; fresh = alone.takeMail().snapshot)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        alone.run();
        const Clock::time_point start = Clock::now();
        std::this_thread::sleep_for(std::chrono::duration<double>(kRunSeconds));
        const Mail mail = alone.takeMail();
        return imagesPerSecond(static_cast<std::int64_t>(mail.steps.size()), secondsSince(start));
    }

    double m_seconds;
    std::unique_ptr<Workbench> m_bench;
    MapCanvas* m_canvas = nullptr;
    LossPlot* m_loss = nullptr;
    SlidersPanel* m_sliders = nullptr;
    QPushButton* m_train = nullptr;
};

/// Smooth pictures with noise, as an .npy file in a folder of its own: 600 of side × side.
class MadeImages {
  public:
    MadeImages(int side, int channels) {
        const std::size_t count = std::size_t{600} * side * side * channels;
        std::string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (600, " +
                             std::to_string(side) + ", " + std::to_string(side) + ", " +
                             std::to_string(channels) + "), }";
        header.resize((header.size() + 10 + 63) / 64 * 64 - 11, ' ');
        header += '\n';
        std::string bytes("\x93NUMPY\x01\x00", 8);
        bytes += static_cast<char>(header.size() & 0xFF);
        bytes += static_cast<char>(header.size() >> 8);
        bytes += header;
        std::uint32_t noise = 1;
        for (std::size_t i = 0; i < count; ++i) {
            noise = noise * 1'664'525 + 1'013'904'223;
            bytes += static_cast<char>(i / 97 % 200 + (noise >> 28));
        }
        std::ofstream(path().toStdString(), std::ios::binary) << bytes;
    }
    QString path() const { return m_folder.filePath(QStringLiteral("made.npy")); }

  private:
    QTemporaryDir m_folder;
};

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
        const double seconds = std::stod(bench::option(argc, argv, "--seconds", "6"));
        if (const int side = std::stoi(bench::option(argc, argv, "--pictures", "0")); side > 0) {
            const MadeImages made(side, std::stoi(bench::option(argc, argv, "--channels", "3")));
            WindowBench window(made.path().toStdString(), seconds);
            if (bench::option(argc, argv, "--net", "dense") == "conv") window.useConvolutions();
            window.measurePictures();
            return 0;
        }
        WindowBench window(bench::option(argc, argv, "--data", ""), seconds);
        bench::option(argc, argv, "--map", "").empty() ? window.measure() : window.measureMapLayers();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "window_bench: %s\n", error.what());
        return 1;
    }
}
