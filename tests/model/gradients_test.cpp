// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/test_network.h"

#include <QTest>

#include <limits>
#include <numeric>

using namespace latent;
using test::Bench;

/// Every weight's gradient against central differences, in double.
class GradientsTest : public QObject {
    Q_OBJECT
  private slots:
    void matchCentralDifferences_data();
    void matchCentralDifferences();
    void doNotDependOnShards();
    void doNotSeeUnusedImages();
};

Q_DECLARE_METATYPE(latent::Architecture)
Q_DECLARE_METATYPE(latent::Objective)

void GradientsTest::matchCentralDifferences_data() {
    QTest::addColumn<Architecture>("architecture");
    QTest::addColumn<Objective>("objective");
    const ImageShape shape{4, 3, 1};
    for (const char* hidden : {"6", "7,5", "9,6,4"}) {
        for (const Preset preset :
             {Preset::Autoencoder, Preset::Denoising, Preset::NoiseWithoutKl, Preset::Vae, Preset::BetaVae}) {
            for (const int latentSize : {1, 3}) {
                QTest::addRow("%s %s %d", hidden, presetText(preset).c_str(), latentSize)
                    << Architecture{.shape = shape, .hidden = parseHidden(hidden), .latent = latentSize}
                    << objectiveOf(preset);
            }
        }
    }
    for (const Activation activation : {Activation::Silu, Activation::Tanh}) {
        QTest::addRow("%s", activationText(activation).c_str())
            << Architecture{.shape = shape, .hidden = {7, 5}, .latent = 3, .activation = activation}
            << Objective{};
    }
    for (const char* likelihood : {"binarised", "gaussian:0.3", "sigma", "continuous-bernoulli"}) {
        QTest::addRow("%s", likelihood) << Architecture{.shape = shape, .hidden = {7}, .latent = 3}
                                        << Objective{.likelihood = parseLikelihood(likelihood)};
    }
    // Some dimensions below the free bits, others above.
    QTest::newRow("free bits") << Architecture{.shape = shape, .hidden = {7}, .latent = 6}
                               << Objective{.beta = 2, .freeBits = 0.03F};
    QTest::newRow("free bits, sigma") << Architecture{.shape = shape, .hidden = {7}, .latent = 6}
                                      << Objective{.freeBits = 0.03F, .likelihood = parseLikelihood("sigma")};
    // Even and odd sides, every kernel, one to three convolutions, grey and colour.
    for (const ImageShape& image : {ImageShape{4, 6, 1}, ImageShape{5, 3, 3}, ImageShape{9, 7, 1}}) {
        for (const int kernel : {2, 3, 4, 5, 7}) {
            for (const std::vector<int>& channels :
                 {std::vector{2}, std::vector{3, 2}, std::vector{2, 3, 2}}) {
                QTest::addRow("%d×%d×%d, kernel %d, %zu convolutions", image.width, image.height,
                              image.channels, kernel, channels.size())
                    << Architecture{.shape = image,
                                    .channels = channels,
                                    .kernel = kernel,
                                    .hidden = {5},
                                    .latent = 2,
                                    .activation = channels.size() == 1 ? Activation::Relu : Activation::Silu}
                    << Objective{};
            }
        }
    }
}

void GradientsTest::matchCentralDifferences() {
    QFETCH(Architecture, architecture);
    QFETCH(Objective, objective);
    Bench<double> bench(architecture, objective, 5);
    bench.loss();
    const double squares = bench.weightGradients();
    const FlatVector<double> analytic = bench.gradient;
    const double expected = std::inner_product(analytic.begin(), analytic.end(), analytic.begin(), 0.0);
    QVERIFY(std::abs(squares - expected) <= 1e-12 * expected); // only the order of summation differs
    // The error of the differences is about h² times the loss's third derivative plus 1e-16/h of rounding: h
    // = 1e-5 balances them near 1e-9, and losses are about 10 nats.
    constexpr double kStep = 1e-5;
    constexpr double kTolerance = 2e-7;
    double largest = 0;
    for (std::size_t i = 0; i < bench.weights.size(); ++i) {
        const double kept = bench.weights[i];
        bench.weights[i] = kept + kStep;
        const double above = bench.loss();
        bench.weights[i] = kept - kStep;
        const double below = bench.loss();
        bench.weights[i] = kept;
        const double numeric = (above - below) / (2 * kStep);
        largest = std::max(largest, std::abs(analytic[i]));
        QVERIFY2(
            std::abs(analytic[i] - numeric) <= kTolerance * (1 + std::abs(numeric)),
            qPrintable(QString("weight %1: %2, differences say %3").arg(i).arg(analytic[i]).arg(numeric)));
    }
    QVERIFY(largest > 0.01); // the comparison covered more than zeros
}

void GradientsTest::doNotDependOnShards() {
    constexpr Index kBatch = 39; // the last shard is not full
    const Architecture dense{.shape = {4, 3, 1}, .hidden = {7, 5}, .latent = 3};
    const Architecture convolutional{.shape = {4, 6, 1}, .channels = {3, 2}, .hidden = {5}, .latent = 2};
    for (const Architecture& architecture : {dense, convolutional}) {
        Bench<float> whole(architecture, {}, kBatch);
        const double expected = whole.loss();
        whole.weightGradients();
        for (const Index shards : {2, 3}) {
            Bench<float> cut(architecture, {}, kBatch, shards);
            QCOMPARE(cut.work.used().shards, shards);
            QCOMPARE(cut.loss(), expected); // to the bit
            cut.weightGradients();
            QVERIFY(cut.gradient == whole.gradient);
        }
    }
}

// Leftovers of an earlier, larger batch that may have diverged.
void GradientsTest::doNotSeeUnusedImages() {
    const Architecture architecture{.shape = {4, 3, 1}, .hidden = {7, 5}, .latent = 3};
    constexpr Index kBatch = 21;
    Bench<float> small(architecture, {}, kBatch);
    const double expected = small.loss();
    small.weightGradients();
    Bench<float> large(architecture, {}, 64, 2);
    large.setNoise(MatrixOf<float>::Constant(3, 64, std::numeric_limits<float>::quiet_NaN()));
    QVERIFY(!std::isfinite(large.loss()));
    large.work.batch = kBatch;
    large.work.target.byImage.leftCols(kBatch) = small.work.target.byImage.leftCols(kBatch);
    large.setNoise(small.ofImages(small.work.noise));
    QCOMPARE(large.loss(), expected);
    large.weightGradients();
    QVERIFY(large.gradient == small.gradient);
}

QTEST_GUILESS_MAIN(GradientsTest)
#include "gradients_test.moc"
