// SPDX-License-Identifier: GPL-3.0-or-later
// What a frame of the map and of the loss curves costs, without any training: processor time of the GUI
// thread, medians.
//
//   drawing_bench [map|layers|loss]
#include "core/base/random.h"
#include "tests/benchmarks/window_probes.h"
#include "ui/controls/style.h"
#include "ui/loss/loss_plot.h"
#include "ui/loss/loss_view.h"
#include "ui/state/exploration.h"

#include <QApplication>

#include <cmath>
#include <functional>

namespace latent {
namespace {

using namespace bench;

constexpr QSize kMap(1200, 900);
constexpr QSize kLoss(800, 240);
constexpr int kFrames = 60;
constexpr int kClasses = 10;

/// The median of what one call costs this thread.
void measure(const std::string& what, int times, const std::function<void()>& act) {
    std::vector<double> ms;
    for (int i = 0; i < times; ++i) {
        const double before = threadSeconds();
        act();
        ms.push_back(1e3 * (threadSeconds() - before));
    }
    report(what, percentile(ms, 0.5), "ms");
}

/// Waits until a window has painted again, from the change of its values to the last pixel.
class Frames {
  public:
    explicit Frames(QWidget* window)
        : m_watch(
              window, [this] { ++m_painted; }, QEvent::UpdateRequest) {}
    void next() {
        for (const int before = m_painted; m_painted == before;)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

  private:
    int m_painted = 0;
    PaintWatch m_watch;
};

/// One round cloud for each class, as a VAE's codes lie.
MapFramePtr codes(std::size_t points) {
    auto frame = std::make_shared<MapFrame>();
    std::vector<float> normal(2 * points);
    Random(1, Stream::Noise).fillNormal(normal.data(), static_cast<Index>(normal.size()));
    for (std::size_t i = 0; i < points; ++i) {
        const float angle = 0.628F * static_cast<float>(i % kClasses);
        frame->x.push_back(1.5F * std::cos(angle) + 0.5F * normal[2 * i]);
        frame->y.push_back(1.5F * std::sin(angle) + 0.5F * normal[2 * i + 1]);
    }
    return frame;
}

DatasetPtr labelled(std::size_t images) {
    auto dataset = std::make_shared<ImageDataset>();
    dataset->shape = {1, 1, 1};
    dataset->pixels = PixelStore::own(std::vector<std::uint8_t>(images));
    dataset->classNames = std::vector<std::string>(kClasses, "class");
    for (std::size_t i = 0; i < images; ++i) {
        dataset->labels.push_back(static_cast<std::uint16_t>(i % kClasses));
        dataset->train.push_back(static_cast<std::uint32_t>(i));
    }
    return dataset;
}

void measureMap(std::size_t points) {
    const std::string when = ", " + std::to_string(points) + " points";
    const MapFramePtr positions[] = {codes(points), codes(points)};
    Exploration exploration;
    exploration.setDataset(labelled(points));
    MapCanvas canvas(&exploration);
    canvas.resize(kMap);
    canvas.show();
    exploration.setMapFrame(positions[0]);
    wait(200);
    const PointCloud& cloud = canvas.cloud();

    PointSplat splat;
    std::vector<QColor> colours;
    std::vector<std::uint16_t> classes(points);
    for (int label = 0; label < kClasses; ++label) colours.push_back(style::classColour(label));
    for (std::size_t i = 0; i < points; ++i) classes[i] = static_cast<std::uint16_t>(i % kClasses);
    splat.setDiscs(cloud.diameter(), cloud.opacity(), colours);
    const SplatPoints shown{positions[0]->x, positions[0]->y, classes, {}};
    const SplatView view{-3.6, 2.7, 166, -166};
    QImage picture(kMap, PointSplat::format(0xffffffff));
    measure("points alone" + when, kFrames, [&] {
        splat.place(shown, view, kMap);
        splat.draw(SplatTarget(picture, {}, picture.rect()), 0xffffffff);
    });
    int turn = 0, found = 0;
    Frames frames(&canvas);
    measure("map, full frame" + when, kFrames, [&] {
        exploration.setMapFrame(positions[++turn % 2]);
        frames.next();
    });
    auto* const throttle = canvas.findChild<ReplotThrottle*>();
    measure("map, full frame right after another" + when, kFrames, [&] {
        exploration.setMapFrame(positions[++turn % 2]);
        emit throttle->due(); // without the rest, in which the picture leaves the caches
        frames.next();
    });
    measure("pick the point under the cursor" + when, kFrames, [&] {
        const double at = 37.0 * (++turn % 20);
        found += cloud.pick(canvas.view(), {200 + at, 100 + at}, MapCanvas::kClickRadius) >= 0;
    });

    int frame = 0;
    QObject::connect(&canvas, &MapCanvas::drawn, &canvas, [&] { ++frame; });
    PanAndZoom hand(&canvas);
    hand.start();
    const Clock::time_point start = Clock::now();
    wait(3'000);
    const double seconds = secondsSince(start);
    hand.stop();
    report("map drawn while panning and zooming" + when, frame / seconds, "frames/s");
}

/// Grey images of the usual size, none like another.
DatasetPtr withPixels(std::size_t images) {
    auto dataset = std::make_shared<ImageDataset>(*labelled(images));
    dataset->shape = {28, 28, 1};
    std::vector<std::uint8_t> pixels(images * 28 * 28);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = static_cast<std::uint8_t>((i * 2'654'435'761U) >> 21);
    dataset->pixels = PixelStore::own(std::move(pixels));
    return dataset;
}

/// What the map can draw instead of dots and behind them.
void measureLayers(std::size_t points) {
    const std::string when = ", " + std::to_string(points) + " points";
    const MapFramePtr positions[] = {codes(points), codes(points)};
    Exploration exploration;
    exploration.setDataset(withPixels(points));
    MapCanvas canvas(&exploration);
    canvas.resize(kMap);
    canvas.show();
    exploration.setMapFrame(positions[0]);
    wait(200);
    int turn = 0, frame = 0;
    QObject::connect(&canvas, &MapCanvas::drawn, &canvas, [&] { ++frame; });
    Frames frames(&canvas);
    const auto measureAll = [&](const std::string& what) {
        wait(500);
        measure(what + ", full frame" + when, kFrames, [&] {
            exploration.setMapFrame(positions[++turn % 2]);
            frames.next();
        });
        PanAndZoom hand(&canvas);
        frame = 0;
        hand.start();
        const Clock::time_point start = Clock::now();
        HeartBeat heart;
        heart.start();
        wait(3'000);
        const std::vector<double> gaps = heart.stop();
        report(what + " drawn while panning and zooming" + when, frame / secondsSince(start), "frames/s");
        report(what + ", longest that a click waited" + when, percentile(gaps, 1), "ms");
        hand.stop();
    };
    exploration.setMapStyle(MapStyle::Images);
    measureAll("images");
    report("pictures of images in memory" + when,
           static_cast<double>(canvas.layers().images().cachedBytes()) / (1 << 20), "MB");
    exploration.setMapStyle(MapStyle::Points);
    exploration.setGround(MapGround::Density);
    measureAll("density");
}

void measureLoss(std::int64_t steps) {
    constexpr std::int64_t kStepsAnEpoch = 469;
    LossHistory history;
    Random random(2, Stream::Noise);
    std::vector<float> noise(4096);
    random.fillNormal(noise.data(), static_cast<Index>(noise.size()));
    for (std::int64_t step = 1; step <= steps; ++step) {
        const double at = static_cast<double>(step);
        const double kl = 20 - 15 * std::exp(-at / 3'000);
        const double reconstruction = 225 + 300 * std::exp(-at / 200) +
                                      4 * static_cast<double>(noise[static_cast<std::size_t>(step) % 4096]);
        const LossTerms loss{.reconstruction = reconstruction, .kl = kl, .total = reconstruction + kl};
        history.append(StepRecord{.step = step, .seconds = at * 1e-3, .train = loss});
        if (step % kStepsAnEpoch != 0) continue;
        EpochRecord epoch;
        epoch.step = step;
        epoch.totalSeconds = at * 1e-3;
        epoch.test = loss;
        history.appendTest(epoch);
    }
    Exploration exploration;
    LossView view{&exploration};
    view.resize(kLoss);
    view.show();
    view.showHistory(history);
    wait(200);
    Frames frames(&view);
    measure("loss curves, full frame, " + std::to_string(steps) + " steps", kFrames, [&] {
        view.showHistory(history);
        frames.next();
    });
}

} // namespace
} // namespace latent

int main(int argc, char** argv) {
    using namespace latent;
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    style::apply(application, style::Appearance::Light);
    const std::string what = argc > 1 ? argv[1] : "";
    if (what != "loss" && what != "layers") {
        measureMap(60'000);
        measureMap(1'000'000);
    }
    if (what != "loss" && what != "map") {
        measureLayers(60'000);
        measureLayers(1'000'000);
    }
    if (what != "map" && what != "layers") {
        measureLoss(10'000);
        measureLoss(1'000'000);
    }
    return 0;
}
