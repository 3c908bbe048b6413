// SPDX-License-Identifier: GPL-3.0-or-later
// What an expert adds to a run: warm-up, clipping, early stopping, averaged weights, other networks.
#include "core/base/thread_team.h"
#include "core/data/batch.h"
#include "core/data/split.h"
#include "core/train/evaluation.h"
#include "core/train/schedule.h"
#include "core/train/trainer.h"
#include "tests/train/tiny_dataset.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace latent;
using test::tinyDataset;

namespace {

Configuration small(const ImageDataset& dataset) {
    Configuration configuration;
    configuration.architecture = {.shape = dataset.shape, .hidden = {24}, .latent = 3};
    configuration.training = {
        .batch = 16, .epochs = 4, .learningRate = 3e-3F, .schedule = Schedule::Constant, .averaged = false};
    return configuration;
}

Configuration convolutional(const ImageDataset& dataset) {
    Configuration configuration = small(dataset);
    configuration.architecture.channels = {6, 8};
    configuration.architecture.hidden = {32};
    return configuration;
}

Vector weightsOf(const Trainer& trainer) {
    const FlatVector<float>& weights = trainer.model().weights;
    return Eigen::Map<const Vector>(weights.data(), static_cast<Index>(weights.size()));
}

void step(Trainer& trainer, int steps) {
    for (int i = 0; i < steps; ++i) {
        trainer.step();
        if (trainer.epochEnded()) trainer.finishEpoch();
    }
}

std::vector<std::uint32_t> heldOut(const ImageDataset& dataset, std::uint64_t seed) {
    std::vector<std::uint32_t> train = dataset.train;
    return takeTenth(train, Random(seed, Stream::Validation));
}

} // namespace

class ExpertSettingsTest : public QObject {
    Q_OBJECT
  private slots:
    void clippingBoundsTheGradient();
    void clippingLeavesShortGradientsAlone();
    void aGradientOfUnusualLengthIsTamed();
    void warmUpRaisesBetaFromZero();
    void averagedWeightsAreTheAverage();
    void earlyStoppingEndsAtTheBestWeights();
    void earlyStoppingNeverTrainsOnTheHeldOut();
    void convolutionsOverfitAFewImages();
    void sameSeedSameLossesForAnyTeam_data();
    void sameSeedSameLossesForAnyTeam();
    void sigmaFindsItsDeviation();
    void aGivenDeviationIsNotTheOpenedModels();
};

// With ε = 1 a step of Adam from rest is rate · g / (|g| + 1): it shows the gradient.
void ExpertSettingsTest::clippingBoundsTheGradient() {
    const DatasetPtr dataset = tinyDataset(32, 4);
    Configuration configuration = small(*dataset);
    configuration.training.learningRate = 1e-2F;
    configuration.training.epsilon = 1;
    const auto gradientOfAStep = [&](float clip) {
        configuration.training.clip = clip;
        Trainer trainer(dataset, configuration);
        const Vector before = weightsOf(trainer);
        trainer.step();
        const Eigen::ArrayXd change = (before - weightsOf(trainer)).cast<double>() / 1e-2;
        return Eigen::VectorXd(change / (1 - change.abs()));
    };
    const Eigen::VectorXd whole = gradientOfAStep(0);
    constexpr float kClip = 0.25F;
    const Eigen::VectorXd clipped = gradientOfAStep(kClip);
    QVERIFY2(whole.norm() > 3 * static_cast<double>(kClip), qPrintable(QString::number(whole.norm())));
    // Weights of about 0.3 are changed by a hundredth of the gradient: 24 bits leave 1e-6 of it a weight,
    // of 3,000 weights.
    constexpr double kRounding = 3e-4;
    QVERIFY(std::abs(clipped.norm() - static_cast<double>(kClip)) < kRounding);
    QVERIFY((clipped - static_cast<double>(kClip) * whole.normalized()).norm() < kRounding);
}

void ExpertSettingsTest::clippingLeavesShortGradientsAlone() {
    const DatasetPtr dataset = tinyDataset(64, 4);
    Configuration configuration = small(*dataset);
    Trainer free(dataset, configuration);
    configuration.training.clip = 1e6F;
    Trainer clipped(dataset, configuration);
    step(free, 6);
    step(clipped, 6);
    QVERIFY(weightsOf(free) == weightsOf(clipped));
}

// With a large ε steps are as long as the gradient's moving mean; β makes one gradient long.
void ExpertSettingsTest::aGradientOfUnusualLengthIsTamed() {
    const DatasetPtr dataset = tinyDataset(32, 4);
    Configuration configuration = small(*dataset);
    configuration.training.epochs = 0; // the rate stays at its peak after the warm-up
    configuration.training.epsilon = 1;
    const auto growthOfAStep = [&](Schedule schedule) {
        configuration.training.schedule = schedule;
        Trainer trainer(dataset, configuration);
        step(trainer, kWarmUpSteps + 10);
        const auto lengthOfAStep = [&] {
            const Vector before = weightsOf(trainer);
            step(trainer, 1);
            return (weightsOf(trainer) - before).norm();
        };
        const float usual = lengthOfAStep();
        Objective objective = configuration.objective;
        objective.beta = 1e4F;
        trainer.setObjective(objective);
        return lengthOfAStep() / usual;
    };
    QVERIFY(growthOfAStep(Schedule::Constant) > 10);
    QVERIFY(growthOfAStep(Schedule::Fast) < 1.5F); // 0.9 of what was and 0.1 of twice as much
}

void ExpertSettingsTest::warmUpRaisesBetaFromZero() {
    const DatasetPtr dataset = tinyDataset(48, 4); // three batches an epoch
    Configuration configuration = small(*dataset);
    configuration.objective.beta = 3;
    Configuration warming = configuration;
    warming.training.warmUp = 2; // so six steps
    Trainer trainer(dataset, warming);
    Trainer byHand(dataset, configuration);
    for (int i = 0; i < 9; ++i) {
        Objective objective = configuration.objective;
        if (i < 6) objective.beta *= static_cast<float>(i / 6.0);
        byHand.setObjective(objective);
        const LossTerms loss = trainer.step().train;
        byHand.step();
        QCOMPARE(loss.total, loss.reconstruction + 3 * loss.kl); // what is told is of the whole β
        QVERIFY2(weightsOf(trainer) == weightsOf(byHand), qPrintable(QString::number(i)));
        for (Trainer* each : {&trainer, &byHand})
            if (each->epochEnded()) each->finishEpoch();
    }
}

void ExpertSettingsTest::averagedWeightsAreTheAverage() {
    const DatasetPtr dataset = tinyDataset(64, 16);
    Configuration configuration = small(*dataset);
    configuration.training.epochs = 0; // the rate never falls to 0
    Trainer plain(dataset, configuration);
    configuration.training.averaged = true;
    Trainer averaged(dataset, configuration);
    Eigen::VectorXd expected = weightsOf(plain).cast<double>();
    int waited = 0;
    for (int i = 0; i < 420; ++i) {
        QCOMPARE(averaged.step().train.total, plain.step().train.total); // the training itself is the same
        const double steps = 1 + i / 12.0;
        ++waited;
        const bool moves = waited >= std::min(8, static_cast<int>(steps) / 4);
        const double share = moves ? 1 - std::pow(1 - 1 / steps, waited) : 0;
        if (moves) waited = 0;
        expected += share * (weightsOf(plain).cast<double>() - expected);
        QVERIFY((weightsOf(averaged).cast<double>() - expected).cwiseAbs().maxCoeff() < 1e-6);
        if (!plain.epochEnded()) continue;
        const EpochRecord record = averaged.finishEpoch();
        QVERIFY(record.test.total != plain.finishEpoch().test.total);
        ThreadTeam team(1);
        QCOMPARE(evaluate(averaged.model(), *dataset, dataset->test, 1, team).loss.total, record.test.total);
    }
    QVERIFY(weightsOf(averaged) != weightsOf(plain));
    QVERIFY(averaged.snapshot()->model.weights == averaged.model().weights);
}

void ExpertSettingsTest::earlyStoppingEndsAtTheBestWeights() {
    const DatasetPtr dataset = tinyDataset(60, 8);
    Configuration configuration = small(*dataset);
    configuration.training.epochs = 0;
    configuration.training.learningRate = 0.05F; // rough: some epoch is soon worse than the one before
    configuration.training.earlyStop = 2;
    Trainer trainer(dataset, configuration);
    std::vector<double> losses;
    EpochRecord last;
    const auto runEpoch = [&] {
        while (!trainer.epochEnded()) trainer.step();
        last = trainer.finishEpoch();
        losses.push_back(last.validation.value().total);
    };
    while (!trainer.finished() && losses.size() < 500) runEpoch();
    QVERIFY(trainer.finished());
    // The best, one that was no better, and a second one, whose record is of the best weights again.
    const auto best = std::min_element(losses.begin(), losses.end() - 1);
    QCOMPARE(losses.end() - best, std::ptrdiff_t{1 + 2});
    QCOMPARE(losses.back(), *best);
    ThreadTeam team(1);
    QCOMPARE(evaluate(trainer.model(), *dataset, heldOut(*dataset, 1), 1, team).loss.total, *best);
    QCOMPARE(evaluate(trainer.model(), *dataset, dataset->test, 1, team).loss.total, last.test.total);
    trainer.setEpochs(last.epoch + 1); // as Continue does
    QVERIFY(!trainer.finished());
    runEpoch();
    QVERIFY(trainer.finished());
    QVERIFY(losses.back() <= *best);
}

void ExpertSettingsTest::earlyStoppingNeverTrainsOnTheHeldOut() {
    const DatasetPtr dataset = tinyDataset(60, 8);
    const std::vector<std::uint32_t> validation = heldOut(*dataset, 1);
    QCOMPARE(validation.size(), std::size_t{6});
    // Other held-out images: other validation losses, and the same training to the bit.
    auto other = std::make_shared<ImageDataset>(*dataset);
    const auto pixels = static_cast<std::size_t>(dataset->shape.pixels());
    std::vector<std::uint8_t> bytes(dataset->pixels.bytes.begin(), dataset->pixels.bytes.end());
    for (const std::uint32_t image : validation)
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(image * pixels), pixels, std::uint8_t{255});
    other->pixels = PixelStore::own(std::move(bytes));
    Configuration configuration = small(*dataset);
    configuration.training.earlyStop = 50;
    Trainer trainer(dataset, configuration);
    Trainer blind(other, configuration);
    for (int epoch = 0; epoch < 3; ++epoch) {
        int batches = 0;
        for (; !trainer.epochEnded(); ++batches)
            QCOMPARE(trainer.step().train.total, blind.step().train.total);
        QCOMPARE(batches, 4); // 54 images in batches of 16
        QVERIFY(trainer.finishEpoch().validation->total != blind.finishEpoch().validation->total);
        QVERIFY(weightsOf(trainer) == weightsOf(blind));
    }
}

void ExpertSettingsTest::convolutionsOverfitAFewImages() {
    const DatasetPtr dataset = tinyDataset(32, 4);
    Configuration configuration = convolutional(*dataset);
    configuration.objective = objectiveOf(Preset::Autoencoder);
    configuration.architecture.channels = {8, 16};
    configuration.architecture.hidden = {64};
    configuration.architecture.latent = 8;
    configuration.training = {.batch = 32, .epochs = 0, .learningRate = 5e-3F};
    Trainer trainer(dataset, configuration);
    const double first = trainer.step().train.reconstruction;
    trainer.finishEpoch();
    // The lowest loss there is: each pixel's own entropy.
    double floor = 0;
    for (const std::uint32_t i : dataset->train) {
        for (const float p : imageAsFloat(*dataset, i)) {
            if (p > 0 && p < 1)
                floor -= static_cast<double>(p * std::log(p) + (1 - p) * std::log(1 - p)) / 32;
        }
    }
    step(trainer, 800);
    const double last = trainer.step().train.reconstruction;
    QVERIFY2(last - floor < 0.05 * (first - floor),
             qPrintable(QString("%1 → %2, floor %3").arg(first).arg(last).arg(floor)));
    QVERIFY(last >= floor);
}

Q_DECLARE_METATYPE(latent::Configuration)

void ExpertSettingsTest::sameSeedSameLossesForAnyTeam_data() {
    QTest::addColumn<Configuration>("configuration");
    const DatasetPtr dataset = tinyDataset(1, 1);
    const auto row = [&](const char* name, auto change) {
        Configuration configuration = convolutional(*dataset);
        change(configuration);
        QTest::newRow(name) << configuration;
    };
    row("convolutions", [](Configuration&) {});
    row("sigma", [](Configuration& c) { c.objective.likelihood.kind = Likelihood::Kind::Sigma; });
    row("binarised", [](Configuration& c) { c.objective.likelihood.kind = Likelihood::Kind::Binarised; });
    row("free bits", [](Configuration& c) { c.objective.freeBits = 0.1F; });
    row("clipped", [](Configuration& c) { c.training.clip = 1; });
    row("averaged, early stop", [](Configuration& c) {
        c.training.averaged = true;
        c.training.earlyStop = 3;
    });
    row("dense, tanh", [](Configuration& c) {
        c.architecture.channels.clear();
        c.architecture.activation = Activation::Tanh;
    });
}

void ExpertSettingsTest::sameSeedSameLossesForAnyTeam() {
    QFETCH(Configuration, configuration);
    const DatasetPtr dataset = tinyDataset(150, 40);
    configuration.training.batch = 64; // two to four shards, and a smaller last batch
    const auto losses = [&](int threads) {
        configuration.training.threads = threads;
        Trainer trainer(dataset, configuration);
        std::vector<double> totals;
        for (int i = 0; i < 8; ++i) {
            totals.push_back(trainer.step().train.total);
            if (trainer.epochEnded()) totals.push_back(trainer.finishEpoch().test.total);
        }
        return totals;
    };
    const std::vector<double> expected = losses(1);
    for (const int threads : {2, 3, 5}) QCOMPARE(losses(threads), expected); // to the bit
}

void ExpertSettingsTest::sigmaFindsItsDeviation() {
    const DatasetPtr dataset = tinyDataset(128, 32);
    Configuration configuration = small(*dataset);
    configuration.objective.likelihood.kind = Likelihood::Kind::Sigma;
    configuration.training.epochs = 200;
    Trainer trainer(dataset, configuration);
    EpochRecord last;
    while (!trainer.finished()) {
        trainer.step();
        if (trainer.epochEnded()) last = trainer.finishEpoch();
    }
    // σ² is a mean over about 100 batches that were, as a rule, a little worse than the model is by now.
    const double sigma = static_cast<double>(trainer.model().objective.likelihood.deviation);
    QVERIFY2(std::abs(sigma / std::sqrt(last.squaredError) - 1) < 0.2,
             qPrintable(QString("%1, √error %2").arg(sigma).arg(std::sqrt(last.squaredError))));
}

void ExpertSettingsTest::aGivenDeviationIsNotTheOpenedModels() {
    const DatasetPtr dataset = tinyDataset(32, 4);
    Configuration configuration = small(*dataset);
    Model opened = Trainer(dataset, configuration).model();
    opened.objective.likelihood.deviation = 0.3F;
    configuration.objective.likelihood = parseLikelihood("gaussian:0.5");
    QCOMPARE(Trainer(dataset, configuration, &opened).model().objective.likelihood.deviation, 0.5F);
    configuration.objective.likelihood = parseLikelihood("sigma"); // what training has found goes on
    QCOMPARE(Trainer(dataset, configuration, &opened).model().objective.likelihood.deviation, 0.3F);
}

QTEST_GUILESS_MAIN(ExpertSettingsTest)
#include "expert_settings_test.moc"
