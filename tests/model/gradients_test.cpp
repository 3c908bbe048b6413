// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/test_network.h"

#include <QTest>

using namespace latent;
using test::Bench;

/// Every weight's gradient against central differences, in double.
class GradientsTest : public QObject {
    Q_OBJECT
  private slots:
    void matchCentralDifferences_data();
    void matchCentralDifferences();
    void doNotDependOnShards();
};

Q_DECLARE_METATYPE(latent::Objective)

void GradientsTest::matchCentralDifferences_data() {
    QTest::addColumn<QString>("hidden");
    QTest::addColumn<int>("latentSize");
    QTest::addColumn<Objective>("objective");
    for (const char* hidden : {"6", "7,5", "9,6,4"}) {
        for (const Preset preset :
             {Preset::Autoencoder, Preset::Denoising, Preset::NoiseWithoutKl, Preset::Vae, Preset::BetaVae}) {
            for (const int latentSize : {1, 3}) {
                QTest::addRow("%s %s %d", hidden, presetText(preset).c_str(), latentSize)
                    << hidden << latentSize << objectiveOf(preset);
            }
        }
    }
}

void GradientsTest::matchCentralDifferences() {
    QFETCH(QString, hidden);
    QFETCH(int, latentSize);
    QFETCH(Objective, objective);
    Bench<double> bench(
        {.shape = {4, 3, 1}, .hidden = parseHidden(hidden.toStdString()), .latent = latentSize}, objective,
        5);
    bench.loss(16);
    bench.weightGradients();
    const FlatVector<double> analytic = bench.gradient;
    // The differences' own error is about h² of the loss's third derivative plus 1e-16/h of rounding:
    // h = 1e-5 balances them near 1e-9, and losses are about 10 nats.
    constexpr double kStep = 1e-5;
    constexpr double kTolerance = 2e-7;
    double largest = 0;
    for (std::size_t i = 0; i < bench.weights.size(); ++i) {
        const double kept = bench.weights[i];
        bench.weights[i] = kept + kStep;
        const double above = bench.loss(16);
        bench.weights[i] = kept - kStep;
        const double below = bench.loss(16);
        bench.weights[i] = kept;
        const double numeric = (above - below) / (2 * kStep);
        largest = std::max(largest, std::abs(analytic[i]));
        QVERIFY2(
            std::abs(analytic[i] - numeric) <= kTolerance * (1 + std::abs(numeric)),
            qPrintable(QString("weight %1: %2, differences say %3").arg(i).arg(analytic[i]).arg(numeric)));
    }
    QVERIFY(largest > 0.01); // the comparison was not of zeros
}

void GradientsTest::doNotDependOnShards() {
    Bench<double> bench({.shape = {4, 3, 1}, .hidden = {7, 5}, .latent = 3}, {}, 39);
    const double whole = bench.loss(48);
    bench.weightGradients();
    const FlatVector<double> expected = bench.gradient;
    const double sharded = bench.loss(16);
    bench.weightGradients();
    QVERIFY(std::abs(whole - sharded) < 1e-12 * whole);
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY(std::abs(expected[i] - bench.gradient[i]) < 1e-12);
}

QTEST_GUILESS_MAIN(GradientsTest)
#include "gradients_test.moc"
