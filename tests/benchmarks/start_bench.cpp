// SPDX-License-Identifier: GPL-3.0-or-later
// How soon the program is there and how much memory it takes: the real program's window, started anew a few
// times, offscreen unless there is a display; then a large plain file, opened by itself.
//
//   start_bench [--data NAME|PATH] [--starts 7] [--images 1000000] [--seconds 4]
//
// It starts itself for each of these: --child window|file, --since the steady clock's nanoseconds.
#include "app/memory_policy.h"
#include "app/window.h"
#include "app/workbench.h"
#include "core/data/sets/catalogue.h"
#include "core/train/trainer.h"
#include "tests/benchmarks/window_probes.h"
#include "ui/window/top_bar.h"

#include <QApplication>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest/QTest>

#include <array>
#include <map>

namespace latent {
namespace {

using namespace bench;

constexpr int kPatienceMs = 60'000;

/// What a child tells its parent: a line for each figure.
void tellParent(const std::string& what, double value) {
    std::printf("%.3f %s\n", value, what.c_str());
    std::fflush(stdout);
}

/// Runs the event loop until `happened` has been called.
class Event {
  public:
    void happened() {
        m_done = true;
        if (m_loop) m_loop->quit();
    }
    void await() {
        if (m_done) return;
        QEventLoop loop;
        m_loop = &loop;
        QTimer::singleShot(kPatienceMs, &loop, &QEventLoop::quit);
        loop.exec();
        m_loop = nullptr;
        if (!m_done) throw std::runtime_error("waited in vain");
    }

  private:
    bool m_done = false;
    QEventLoop* m_loop = nullptr;
};

/// Tells when it gets to the bottom of what the GUI thread has to do, so that what was asked for is painted.
void whenPainted(QObject* context, std::function<void()> call) {
    QTimer::singleShot(0, context, std::move(call));
}

double largestResidentMegabytes() {
    std::ifstream file("/proc/self/status");
    for (std::string word; file >> word;) {
        double kibibytes = 0;
        if (word == "VmHWM:" && file >> kibibytes) return kibibytes * 1024 / 1e6;
    }
    return 0;
}

void measureWindow(Clock::time_point start, int argc, char** argv) {
    const std::string data = option(argc, argv, "--data", "");
    const double seconds = std::stod(option(argc, argv, "--seconds", "4"));
    WindowProgram program(argc, argv, QString::fromStdString(data));
    Workbench& bench = program.workbench();
    Exploration* exploration = bench.exploration();
    tellParent("start to window made", msSince(start));
    QObject context;
    Event shown, ready, mapped;
    bool painted = false;
    PaintWatch watch(bench.window(), [&] {
        whenPainted(&context, [&] {
            if (std::exchange(painted, true)) return;
            tellParent("start to window painted", msSince(start));
            shown.happened();
        });
    });
    QObject::connect(exploration, &Exploration::datasetChanged, &context, [&] {
        whenPainted(&context, [&] {
            tellParent("start to data ready", msSince(start));
            ready.happened();
        });
    });
    QObject::connect(exploration, &Exploration::mapFrameChanged, &context, [&] {
        if (!exploration->mapFrame()) return;
        whenPainted(&context, [&] { mapped.happened(); });
    });
    shown.await();
    ready.await();
    mapped.await();
    tellParent("start to first map", msSince(start));
    tellParent("resident, window and data", residentMegabytes());

    wait(500); // the machine is at rest again
    Event moved;
    const MapFramePtr before = exploration->mapFrame();
    Clock::time_point clicked;
    QObject::connect(exploration, &Exploration::mapFrameChanged, &context, [&] {
        const MapFramePtr now = exploration->mapFrame();
        if (now && exploration->snapshot()->step > 0 && now->x != before->x) moved.happened();
    });
    clicked = Clock::now();
    QTest::mouseClick(bench.window()->findChild<TopBar*>()->trainButton(), Qt::LeftButton);
    moved.await();
    tellParent("Train to first movement on the map", msSince(clicked));
    std::vector<double> resident;
    for (const Clock::time_point run = Clock::now(); secondsSince(run) < seconds;) {
        wait(50);
        resident.push_back(residentMegabytes());
    }
    tellParent("resident, window and run, median", percentile(resident, 0.5));
    tellParent("resident, window and run, highest", percentile(resident, 1));
}

// Without a window: what a large set costs by itself.
void measureFile(int argc, char** argv) {
    const std::string path = option(argc, argv, "--data", "");
    const Clock::time_point start = Clock::now();
    const DatasetPtr dataset = openDataset(path, {});
    tellParent("large plain file, opened", msSince(start));
    tellParent("large plain file, resident when opened", residentMegabytes());
    Configuration configuration;
    configuration.architecture.shape = dataset->shape;
    configuration.training.threads = 2;
    const Clock::time_point preparing = Clock::now();
    Trainer trainer(dataset, configuration);
    tellParent("large plain file, trainer made", msSince(preparing));
    const Clock::time_point training = Clock::now();
    while (!trainer.epochEnded() && secondsSince(training) < std::stod(option(argc, argv, "--seconds", "4")))
        trainer.step();
    tellParent("large plain file, resident while training", residentMegabytes());
    tellParent("large plain file, highest resident", largestResidentMegabytes());
    tellParent("large plain file, its own size", static_cast<double>(dataset->pixels.bytes.size()) / 1e6);
}

std::string quoted(const std::string& word) {
    return "'" + word + "'";
}

using Figures = std::map<std::string, std::vector<double>>;

void runChild(char** argv, const std::string& arguments, Figures& figures) {
    const auto now = Clock::now().time_since_epoch();
    const std::string command = quoted(argv[0]) + " --since " +
                                std::to_string(std::chrono::nanoseconds(now).count()) + " " + arguments;
    FILE* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot start itself");
    double value = 0;
    std::array<char, 256> what{};
    while (std::fscanf(pipe, "%lf %255[^\n]", &value, what.data()) == 2)
        figures[what.data()].push_back(value);
    if (pclose(pipe) != 0) throw std::runtime_error("a start of its own failed");
}

void reportAll(const Figures& figures) {
    for (const auto& [what, values] : figures) {
        const std::string unit =
            what.find("resident") != std::string::npos || what.find("size") != std::string::npos ? "MB"
                                                                                                 : "ms";
        report(what, percentile(values, 0.5), unit);
        if (values.size() > 1) report(what + ", longest", percentile(values, 1), unit);
    }
}

// Grey ramps that differ from image to image; what is in them does not matter here.
void writeImages(const std::string& path, std::uint32_t count) {
    std::ofstream file(path, std::ios::binary);
    const auto bigEndian = [&](std::uint32_t value) {
        for (int shift = 24; shift >= 0; shift -= 8) file.put(static_cast<char>(value >> shift & 0xff));
    };
    for (const std::uint32_t word : {0x803U, count, 28U, 28U}) bigEndian(word);
    std::vector<char> image(28 * 28);
    for (std::uint32_t i = 0; i < count; ++i) {
        for (std::size_t pixel = 0; pixel < image.size(); ++pixel)
            image[pixel] = static_cast<char>((pixel * (1 + i % 7) + i) % 256 / 2);
        file.write(image.data(), static_cast<std::streamsize>(image.size()));
    }
    if (!file.flush()) throw std::runtime_error("no room for the large file");
}

void measureAll(int argc, char** argv) {
    const std::string seconds = " --seconds " + option(argc, argv, "--seconds", "4");
    const int starts = std::stoi(option(argc, argv, "--starts", "7"));
    const std::string data = option(argc, argv, "--data", "");
    const QTemporaryDir folder;
    qputenv("XDG_CONFIG_HOME", folder.path().toUtf8()); // a window as it comes
    Figures window;
    for (int i = 0; i < starts; ++i) {
        runChild(argv, "--child window --data " + quoted(data) + seconds, window);
        if (i == 0) window.clear(); // a warm start is meant
    }
    reportAll(window);

    const auto images = static_cast<std::uint32_t>(std::stoul(option(argc, argv, "--images", "1000000")));
    if (images == 0) return;
    const std::string path = folder.filePath("large-images-idx3-ubyte").toStdString();
    writeImages(path, images);
    Figures file;
    runChild(argv, "--child file --data " + quoted(path) + seconds, file);
    reportAll(file);
}

} // namespace
} // namespace latent

int main(int argc, char** argv) {
    using namespace latent;
    setMemoryPolicy();
    if (!qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY") &&
        !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    try {
        const std::string child = bench::option(argc, argv, "--child", "");
        const std::chrono::nanoseconds since(std::stoll(bench::option(argc, argv, "--since", "0")));
        if (child == "window")
            measureWindow(bench::Clock::time_point(since), argc, argv);
        else if (child == "file")
            measureFile(argc, argv);
        else
            measureAll(argc, argv);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "start_bench: %s\n", error.what());
        return 1;
    }
}
