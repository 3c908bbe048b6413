// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/model/model.h"
#include "core/model/objective.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace latent;

/// The closed forms against definitions written out, and against Monte Carlo.
class ObjectiveTest : public QObject {
    Q_OBJECT
  private slots:
    void bernoulliIsItsDefinition();
    void bernoulliStaysFiniteFarOut();
    void klIsItsMonteCarloMean_data();
    void klIsItsMonteCarloMean();
    void samplesHaveMeanAndVariance();
};

void ObjectiveTest::bernoulliIsItsDefinition() {
    const MatrixOf<double> x = (MatrixOf<double>::Random(30, 4).array() + 1) / 2;
    MatrixOf<double> logits = 5 * MatrixOf<double>::Random(30, 4);
    VectorOf<double> nats(4);
    bernoulliForward<double>(x, logits, nats);
    for (Index c = 0; c < 4; ++c) {
        double expected = 0;
        for (Index i = 0; i < 30; ++i) {
            const double p = 1 / (1 + std::exp(-logits(i, c)));
            expected -= x(i, c) * std::log(p) + (1 - x(i, c)) * std::log(1 - p);
        }
        QVERIFY(std::abs(nats[c] - expected) < 1e-10);
    }
}

void ObjectiveTest::bernoulliStaysFiniteFarOut() {
    Matrix x(4, 1);
    x << 0, 1, 0, 1;
    Matrix logits(4, 1);
    logits << -200, 200, 200, -200; // two certain and right, two certain and wrong
    const Vector nats = bernoulliNats(x, logits);
    QCOMPARE(nats[0], 400.0F);
}

void ObjectiveTest::klIsItsMonteCarloMean_data() {
    QTest::addColumn<double>("m");
    QTest::addColumn<double>("s");
    QTest::newRow("the prior") << 0.0 << 0.0;
    QTest::newRow("shifted") << 1.5 << 0.0;
    QTest::newRow("narrow") << 0.3 << -3.0;
    QTest::newRow("wide") << -0.7 << 1.2;
}

void ObjectiveTest::klIsItsMonteCarloMean() {
    QFETCH(double, m);
    QFETCH(double, s);
    constexpr Index kDraws = 400'000;
    VectorOf<double> e(kDraws);
    Random(11, Stream::Noise).fillNormal(e.data(), kDraws);
    // E_q[ln q(z) − ln p(z)], and the standard error of this estimate of it.
    const VectorOf<double> z = (m + std::exp(s / 2) * e.array()).matrix();
    const VectorOf<double> terms = (-0.5 * (s + e.array().square()) + 0.5 * z.array().square()).matrix();
    const double mean = terms.mean();
    const double error = std::sqrt((terms.array() - mean).square().mean() / double(kDraws));

    ByFeature<double> statistics(2, 1);
    statistics << m, s;
    ByFeature<double> kl(1, 1);
    klForward<double>(statistics, kl);
    QVERIFY2(std::abs(kl(0, 0) - mean) <= 5 * error + 1e-12,
             qPrintable(QString("%1 against %2 ± %3").arg(kl(0, 0)).arg(mean).arg(error)));
}

void ObjectiveTest::samplesHaveMeanAndVariance() {
    constexpr Index kDraws = 100'000;
    ByFeature<float> statistics(2, kDraws);
    statistics.row(0).setConstant(2);
    statistics.row(1).setConstant(std::log(0.25F));
    ByFeature<float> e(1, kDraws);
    Random(5, Stream::Noise).fillNormal(e.data(), kDraws);
    ByFeature<float> z(1, kDraws);
    sampleForward<float>(statistics, e, true, z);
    // Five standard errors: of the mean 0.5/√n, of the standard deviation 0.5/√(2n).
    QVERIFY(std::abs(z.mean() - 2) < 5 * 0.5 / std::sqrt(double(kDraws)));
    const double deviation = std::sqrt((z.array() - z.mean()).square().mean());
    QVERIFY(std::abs(deviation - 0.5) < 5 * 0.5 / std::sqrt(2.0 * double(kDraws)));
    sampleForward<float>(statistics, e, false, z);
    QCOMPARE(z.maxCoeff(), 2.0F);
    QCOMPARE(z.minCoeff(), 2.0F);
}

QTEST_GUILESS_MAIN(ObjectiveTest)
#include "objective_test.moc"
