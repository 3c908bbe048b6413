// SPDX-License-Identifier: GPL-3.0-or-later
// The default settings on sets and networks far from those that they were tuned on.
#include "core/base/random.h"
#include "core/train/evaluation.h"
#include "core/train/trainer.h"

#include <QTest>

#include <cmath>

using namespace latent;

namespace {

using Kind = Likelihood::Kind;

// Of the loss before the first step: a few test images and one draw of their noise are no exact measure.
constexpr double kTolerance = 0.01;

/// Soft bright blobs on a grey ground, as large in every image size: what is learnt from some holds for
/// others, so that a rising test loss is the step's fault.
DatasetPtr photographs(int train, int test, int side) {
    auto dataset = std::make_shared<ImageDataset>();
    dataset->name = "photographs";
    dataset->shape = {side, side, 1};
    Random random(1, Stream::Data);
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < train + test; ++i) {
        const float cx = random.uniform(), cy = random.uniform();
        const float radius = 0.1F + 0.3F * random.uniform(), light = random.uniform();
        for (int pixel = 0; pixel < side * side; ++pixel) {
            const float dx = static_cast<float>(pixel % side) / static_cast<float>(side) - cx;
            const float dy = static_cast<float>(pixel / side) / static_cast<float>(side) - cy;
            const float blob = std::exp(-(dx * dx + dy * dy) / (radius * radius));
            pixels.push_back(static_cast<std::uint8_t>(255 * light * (0.3F + 0.7F * blob)));
        }
        (i < train ? dataset->train : dataset->test).push_back(static_cast<std::uint32_t>(i));
    }
    dataset->pixels = PixelStore::own(std::move(pixels));
    return dataset;
}

Configuration withNetwork(Architecture architecture, Kind likelihood = Kind::Bernoulli) {
    Configuration configuration;
    configuration.architecture = std::move(architecture);
    configuration.objective.likelihood.kind = likelihood;
    configuration.training.threads = 2;
    return configuration;
}

} // namespace

class SteadyStartTest : public QObject {
    Q_OBJECT
  private slots:
    void noEpochIsWorseThanTheStart_data();
    void noEpochIsWorseThanTheStart();
};

void SteadyStartTest::noEpochIsWorseThanTheStart_data() {
    QTest::addColumn<int>("images"); // to train on; a fifth as many to test on
    QTest::addColumn<int>("side");
    QTest::addColumn<Configuration>("configuration");
    const auto row = [](const char* name, int images, int side, const Configuration& configuration) {
        QTest::newRow(name) << images << side << configuration;
    };
    const Architecture usual;
    const Architecture wide{.hidden = {2048, 2048}};
    const Architecture convolutional = convolutionalNetwork({});
    row("16 pixels", 60, 4, withNetwork(usual));
    row("the default network, ten steps", 60, 28, withNetwork(usual));
    row("4,096 pixels", 60, 64, withNetwork(usual));
    row("16,384 pixels", 60, 128, withNetwork(usual));
    row("wide layers", 60, 28, withNetwork(wide));
    row("wide layers, more steps", 600, 8, withNetwork(wide));
    row("deep", 60, 28, withNetwork({.hidden = {400, 400, 400}}));
    row("convolutional", 60, 32, withNetwork(convolutional));
    row("binarised", 60, 64, withNetwork(usual, Kind::Binarised));
    row("Gaussian", 60, 64, withNetwork(usual, Kind::Gaussian));
    row("learned deviation", 60, 64, withNetwork(usual, Kind::Sigma));
    row("continuous Bernoulli", 60, 64, withNetwork(usual, Kind::ContinuousBernoulli));
    row("autoencoder", 60, 64, [&] {
        Configuration configuration = withNetwork(usual);
        configuration.objective = objectiveOf(Preset::Autoencoder);
        return configuration;
    }());
}

void SteadyStartTest::noEpochIsWorseThanTheStart() {
    QFETCH(const int, images);
    QFETCH(const int, side);
    QFETCH(Configuration, configuration);
    const DatasetPtr dataset = photographs(images, images / 5, side);
    configuration.architecture.shape = dataset->shape;
    Trainer trainer(dataset, configuration);
    Model start = trainer.model();
    std::vector<double> losses;
    while (!trainer.finished()) {
        trainer.step();
        // A learned σ is the first batch's until then.
        if (losses.empty()) start.objective.likelihood = trainer.model().objective.likelihood;
        if (trainer.epochEnded()) losses.push_back(trainer.finishEpoch().test.total);
    }
    ThreadTeam team(2);
    const double before =
        evaluate(start, *dataset, dataset->test, configuration.training.seed, team).loss.total;
    for (std::size_t epoch = 0; epoch < losses.size(); ++epoch)
        QVERIFY2(
            losses[epoch] < before + kTolerance * std::abs(before),
            qPrintable(QString("epoch %1: %2, before %3").arg(epoch + 1).arg(losses[epoch]).arg(before)));
    QVERIFY2(losses.back() < before, qPrintable(QString("%1, before %2").arg(losses.back()).arg(before)));
}

QTEST_GUILESS_MAIN(SteadyStartTest)
#include "steady_start_test.moc"
