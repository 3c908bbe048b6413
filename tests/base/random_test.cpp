// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace latent;

namespace {

// Every draw here is seeded, so nothing is flaky; the bounds are five standard errors of the estimate.
constexpr int kDraws = 1'000'000;
const double kRoot = std::sqrt(static_cast<double>(kDraws));

std::vector<float> normals(Random random, int count) {
    std::vector<float> values(static_cast<std::size_t>(count));
    random.fillNormal(values.data(), count);
    return values;
}

} // namespace

class RandomTest : public QObject {
    Q_OBJECT
  private slots:
    void sameSeedSameNumbers() {
        Random a(1, Stream::Noise, 2, 3);
        Random b(1, Stream::Noise, 2, 3);
        for (int i = 0; i < 1000; ++i) QCOMPARE(a.next(), b.next());
        QCOMPARE(normals(a, 333), normals(b, 333));
    }

    void fillingInOneGoIsFillingInDouble() {
        std::vector<double> wide(301);
        Random(4, Stream::Noise).fillNormal(wide.data(), 301);
        const std::vector<float> narrow = normals(Random(4, Stream::Noise), 301);
        for (std::size_t i = 0; i < wide.size(); ++i) QCOMPARE(wide[i], static_cast<double>(narrow[i]));
    }

    void uniformMoments() {
        Random random(1, Stream::Data);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < kDraws; ++i) {
            const double u = random.uniform();
            QVERIFY(u >= 0 && u < 1);
            sum += u;
            squares += u * u;
        }
        QVERIFY(std::abs(sum / kDraws - 1.0 / 2) < 5 * std::sqrt(1.0 / 12) / kRoot);
        QVERIFY(std::abs(squares / kDraws - 1.0 / 3) < 5 * std::sqrt(4.0 / 45) / kRoot);
    }

    void normalMoments() {
        const std::vector<float> values = normals(Random(1, Stream::Noise), kDraws);
        std::array<double, 5> moments{};
        for (const float value : values) {
            QVERIFY(std::isfinite(value));
            double power = 1;
            for (double& moment : moments) {
                moment += power / kDraws;
                power *= value;
            }
        }
        // Var(zᵏ) = (2k−1)!! − E[zᵏ]²: 1, 2, 15, 96.
        QVERIFY(std::abs(moments[1]) < 5 / kRoot);
        QVERIFY(std::abs(moments[2] - 1) < 5 * std::sqrt(2.0) / kRoot);
        QVERIFY(std::abs(moments[3]) < 5 * std::sqrt(15.0) / kRoot);
        QVERIFY(std::abs(moments[4] - 3) < 5 * std::sqrt(96.0) / kRoot);
    }

    void normalTails() {
        const std::vector<float> values = normals(Random(2, Stream::Noise), kDraws);
        for (const double border : {1.0, 2.0, 3.0, 4.0}) {
            const double share = std::erfc(border / std::sqrt(2.0)); // P(|z| > border)
            const auto beyond = std::count_if(values.begin(), values.end(),
                                              [border](float value) { return std::abs(value) > border; });
            const double error = std::sqrt(share * (1 - share) * kDraws);
            QVERIFY2(std::abs(static_cast<double>(beyond) - share * kDraws) < 5 * error,
                     qPrintable(QString::number(beyond)));
        }
    }

    void streamsAreIndependent() {
        // Neighbouring seeds, purposes and counters: the correlation of 100,000 draws is within 5/√n of 0.
        constexpr int kCount = 100'000;
        const std::vector<float> first = normals(Random(1, Stream::Noise, 5, 5), kCount);
        const std::vector<Random> others{Random(2, Stream::Noise, 5, 5), Random(1, Stream::Corruption, 5, 5),
                                         Random(1, Stream::Noise, 6, 5), Random(1, Stream::Noise, 5, 6),
                                         Random(1, Stream::Noise, 6, 4), Random(5, Stream::Noise, 1, 5)};
        for (const Random& other : others) {
            const std::vector<float> second = normals(other, kCount);
            double product = 0;
            for (std::size_t i = 0; i < kCount; ++i) product += static_cast<double>(first[i]) * second[i];
            QVERIFY2(std::abs(product / kCount) < 5 / std::sqrt(kCount),
                     qPrintable(QString::number(product)));
        }
    }

    void belowIsUnbiased_data() {
        QTest::addColumn<quint32>("bound");
        for (const quint32 bound : {2U, 3U, 7U, 10U, 100U, 1000U}) {
            QTest::newRow(qPrintable(QString::number(bound))) << bound;
        }
    }
    void belowIsUnbiased() {
        QFETCH(quint32, bound);
        Random random(3, Stream::Shuffling, bound);
        std::vector<double> counts(bound, 0);
        for (int i = 0; i < kDraws; ++i) {
            const std::uint32_t value = random.below(bound);
            QVERIFY(value < bound);
            ++counts[value];
        }
        const double expected = static_cast<double>(kDraws) / bound;
        double chiSquare = 0;
        for (const double count : counts) chiSquare += (count - expected) * (count - expected) / expected;
        // Mean n, variance 2n for n degrees of freedom: five standard deviations and some for the skew.
        const double freedom = bound - 1;
        QVERIFY2(chiSquare < freedom + 5 * std::sqrt(2 * freedom) + 10,
                 qPrintable(QString::number(chiSquare)));
    }

    void belowIsUnbiasedWhereTheRangeDoesNotDivide() {
        // Of 2³² values, a bound of 3·2³⁰ leaves 2³⁰ over: without rejection, one third of the results would
        // come up twice as often, and the lowest residue of 3 with them.
        constexpr std::uint32_t kBound = 3U << 30;
        Random random(3, Stream::Shuffling);
        std::array<double, 3> counts{};
        for (int i = 0; i < kDraws; ++i) ++counts[random.below(kBound) % 3];
        const double error = std::sqrt(kDraws * (1.0 / 3) * (2.0 / 3));
        for (const double count : counts) QVERIFY(std::abs(count - kDraws / 3.0) < 5 * error);
        QCOMPARE(random.below(1), 0U);
    }
};

QTEST_GUILESS_MAIN(RandomTest)
#include "random_test.moc"
