// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/model/objective.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace latent;

/// The closed forms against written-out definitions and Monte Carlo estimates.
class ObjectiveTest : public QObject {
    Q_OBJECT
  private slots:
    void klIsItsMonteCarloMean_data();
    void klIsItsMonteCarloMean();
    void samplesHaveMeanAndVariance();
};

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
    // E_q[ln q(z) − ln p(z)], and the standard error of this estimate.
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
