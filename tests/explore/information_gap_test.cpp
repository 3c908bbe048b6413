// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/information_gap.h"

#include "core/base/random.h"

#include <QTest>

#include <cmath>

using namespace latent;

class InformationGapTest : public QObject {
    Q_OBJECT

  private slots:
    void aPerfectCodeHasAllOfIt() {
        const std::vector<Factor> factors = grid();
        Matrix codes = Matrix::Zero(3, kImages);
        for (Index i = 0; i < kImages; ++i) {
            codes(2, i) = factors[0].values[static_cast<std::size_t>(i)];
            codes(0, i) = -3 * factors[1].values[static_cast<std::size_t>(i)];
        }
        const InformationGap gap = informationGap(codes, factors);
        QVERIFY(std::abs(gap.gap - 1) < 1e-9);
        QCOMPARE(gap.dimensions, (std::vector<int>{2, 0}));
        QCOMPARE(gap.factors, (std::vector<std::string>{"a", "b"}));
    }

    void whatTwoDimensionsSayAlikeCountsForNothing() {
        const std::vector<Factor> factors = grid();
        Matrix codes(2, kImages);
        for (Index i = 0; i < kImages; ++i)
            codes.col(i).setConstant(factors[0].values[static_cast<std::size_t>(i)]);
        const InformationGap gap = informationGap(codes, factors);
        QVERIFY(std::abs(gap.gaps[0]) < 1e-9);
        QVERIFY(std::abs(gap.gaps[1]) < 1e-9);
    }

    void aCoarserSecondDimensionByHand() {
        // a has 4 values, ln 4; the second dimension tells which half, ln 2: the gap is one half.
        const std::vector<Factor> factors = grid();
        Matrix codes(2, kImages);
        for (Index i = 0; i < kImages; ++i) {
            const float a = factors[0].values[static_cast<std::size_t>(i)];
            codes(0, i) = a;
            codes(1, i) = a < 2 ? -1.0F : 1.0F;
        }
        QVERIFY(std::abs(informationGap(codes, factors).gaps[0] - 0.5) < 1e-9);
    }

    void continuousFactorsAreTakenInTwentyBins() {
        Factor factor{"x", {}};
        Matrix codes(2, 10000);
        Random random(4, Stream::Data);
        for (Index i = 0; i < codes.cols(); ++i) {
            factor.values.push_back(random.uniform());
            codes(0, i) = 5 * factor.values.back() - 1;
            codes(1, i) = random.uniform();
        }
        // Of a dimension that knows nothing, counts still seem to tell (20 − 1)² / 2n nats (Miller 1955).
        const double bias = 19.0 * 19.0 / (2 * 10000) / std::log(20.0);
        QVERIFY(std::abs(informationGap(codes, {&factor, 1}).gap - (1 - bias)) < 0.005);
    }

    void oneDimensionAndAConstantFactor() {
        std::vector<Factor> factors = grid();
        factors[1].values.assign(kImages, 7);
        Matrix codes(1, kImages);
        for (Index i = 0; i < kImages; ++i) codes(0, i) = factors[0].values[static_cast<std::size_t>(i)];
        const InformationGap gap = informationGap(codes, factors);
        QVERIFY(std::abs(gap.gaps[0] - 1) < 1e-9);
        QCOMPARE(gap.gaps[1], 0.0);
    }

  private:
    static constexpr Index kImages = 240;
    // Each of 4 × 3 values equally often.
    static std::vector<Factor> grid() {
        std::vector<Factor> factors{{"a", {}}, {"b", {}}};
        for (int i = 0; i < kImages; ++i) {
            factors[0].values.push_back(static_cast<float>(i % 4));
            factors[1].values.push_back(static_cast<float>(i / 4 % 3));
        }
        return factors;
    }
};

QTEST_GUILESS_MAIN(InformationGapTest)
#include "information_gap_test.moc"
