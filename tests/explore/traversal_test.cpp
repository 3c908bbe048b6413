// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/traversal.h"

#include "core/model/preview_model.h"
#include "tests/explore/toy_model.h"

#include <QTest>

#include <cmath>

using namespace latent;

namespace {

constexpr int kLatent = 3;
// decode() of one column and of many may add in another order: a few units in the last place of 0 … 1.
constexpr float kSame = 2e-6F;

constexpr Objective kPlain{.corruption = {}, .latentNoise = false, .beta = 0};

Vector threeNumbers(float first, float second, float third) {
    Vector values(kLatent);
    values[0] = first;
    values[1] = second;
    values[2] = third;
    return values;
}

LatentRange priorRange() {
    return {.low = Vector::Constant(kLatent, -3), .high = Vector::Constant(kLatent, 3), .prior = true};
}

LatentRange codesRange() {
    LatentRange range{.low = threeNumbers(-10, 2, -1), .high = threeNumbers(14, 2.5F, 5), .prior = false};
    return range;
}

Vector somePoint() {
    return threeNumbers(0.3F, -1.2F, 2);
}

// Of all dimensions, and the point itself.
FilmStrips stripsOf(const Model& model, const Vector& point, const LatentRange& range, int frames) {
    return filmStrips(model, model,
                      {.point = point, .range = range, .frames = frames, .dimensions = {0, 1, 2}});
}

} // namespace

class TraversalTest : public QObject {
    Q_OBJECT

  private slots:
    void inverseCdfAgainstErfc() {
        for (double x = -8; x <= 8; x += 0.0137) {
            const double p = 0.5 * std::erfc(-x / std::sqrt(2.0));
            // Above ½ the last digit of p itself is worth more and more in x.
            const double slack = x > 0 ? 3e-16 * std::sqrt(2 * M_PI) * std::exp(x * x / 2) : 0;
            QVERIFY2(std::abs(inverseGaussianCdf(p) - x) <= 1e-9 * std::abs(x) + slack,
                     qPrintable(QString::number(x)));
        }
        for (const double tiny : {1e-300, 1e-100, 1e-20, 1e-10}) {
            const double back = 0.5 * std::erfc(-inverseGaussianCdf(tiny) / std::sqrt(2.0));
            QVERIFY(std::abs(back / tiny - 1) < 1e-9);
        }
        QCOMPARE(inverseGaussianCdf(0.5), 0.0);
        QVERIFY(std::isinf(inverseGaussianCdf(0)) && inverseGaussianCdf(0) < 0);
        QVERIFY(std::isinf(inverseGaussianCdf(1)) && inverseGaussianCdf(1) > 0);
        QVERIFY(std::isnan(inverseGaussianCdf(-0.1)) && std::isnan(inverseGaussianCdf(1.1)));
    }

    void rangeOfPriorAndOfCodes() {
        Snapshot snapshot;
        snapshot.model = toyModel(kLatent);
        snapshot.posterior.mean = Vector::LinSpaced(kLatent, 1, 3);
        snapshot.posterior.spread = Vector::LinSpaced(kLatent, 0, 2);
        LatentRange range = latentRange(snapshot);
        QVERIFY(range.prior);
        QCOMPARE(range.low, Vector(Vector::Constant(kLatent, -3)));
        QCOMPARE(range.high, Vector(Vector::Constant(kLatent, 3)));
        snapshot.model.objective = kPlain;
        range = latentRange(snapshot);
        QVERIFY(!range.prior);
        QCOMPARE(range.low, threeNumbers(1, -1, -3));
        QCOMPARE(range.high, threeNumbers(1, 5, 9));
        snapshot.posterior.spread[1] = std::nanf("");
        QCOMPARE(latentRange(snapshot).high, Vector(Vector::Constant(kLatent, 3)));
        snapshot.posterior = {};
        QCOMPARE(latentRange(snapshot).low, Vector(Vector::Constant(kLatent, -3)));
    }

    void stripsMoveOnlyTheirOwnDimension() {
        const Model model = toyModel(kLatent);
        for (const LatentRange& range : {priorRange(), codesRange()}) {
            const FilmStrips strips = stripsOf(model, somePoint(), range, 7);
            QCOMPARE(strips.asked.frames, 7);
            QCOMPARE(strips.strips.cols(), Index{kLatent * 7});
            QVERIFY(strips.image.isApprox(decode(model, somePoint()).col(0), kSame));
            for (int dimension = 0; dimension < kLatent; ++dimension) {
                for (int frame = 0; frame < 7; ++frame) {
                    Vector z = somePoint();
                    z[dimension] = range.low[dimension] + (range.high[dimension] - range.low[dimension]) *
                                                              static_cast<float>(frame) / 6;
                    const Matrix alone = decode(model, z);
                    QVERIFY((strips.strips.col(dimension * 7 + frame) - alone).cwiseAbs().maxCoeff() < 2e-5F);
                }
            }
        }
    }

    void someStripsAreThoseOfAll() {
        const Model model = toyModel(kLatent);
        const FilmStrips all = stripsOf(model, somePoint(), priorRange(), 5);
        StripsQuestion asked{
            .point = somePoint(), .range = priorRange(), .frames = 5, .image = false, .dimensions = {2, 0}};
        const FilmStrips some = filmStrips(model, model, asked);
        QCOMPARE(some.image.size(), Index{0});
        QVERIFY((some.strips.leftCols(5) - all.strips.rightCols(5)).cwiseAbs().maxCoeff() < kSame);
        QVERIFY((some.strips.rightCols(5) - all.strips.leftCols(5)).cwiseAbs().maxCoeff() < kSame);
        asked = {.point = somePoint(), .range = priorRange(), .frames = 5, .dimensions = {}};
        const FilmStrips point = filmStrips(model, model, asked);
        QVERIFY(point.image.isApprox(decode(model, somePoint()).col(0), kSame));
        QCOMPARE(point.strips.cols(), Index{0});
    }

    void smallStripsStandBesideTheWholePoint() {
        const Model model = toyModel(kLatent);
        const Model preview = previewModel(model, 2);
        const FilmStrips strips = filmStrips(
            model, preview, {.point = somePoint(), .range = priorRange(), .frames = 3, .dimensions = {1}});
        QVERIFY(strips.image.isApprox(decode(model, somePoint()).col(0), kSame));
        QCOMPARE(strips.imageShape, model.architecture.shape);
        QCOMPARE(strips.stripShape, (ImageShape{2, 2, 1}));
        Vector middle = somePoint();
        middle[1] = 0;
        QVERIFY(strips.strips.col(1).isApprox(decode(preview, middle).col(0), kSame));
    }

    void middleFrameIsThePointAtTheCentre() {
        const Model model = toyModel(kLatent, kPlain);
        for (const LatentRange& range : {priorRange(), codesRange()}) {
            const FilmStrips strips = stripsOf(model, range.centre(), range, 9);
            for (int dimension = 0; dimension < kLatent; ++dimension) {
                QVERIFY((strips.strips.col(dimension * 9 + 4) - strips.image).cwiseAbs().maxCoeff() < kSame);
            }
        }
    }

    void rangesWithoutWidth() {
        const Model model = toyModel(kLatent, kPlain);
        LatentRange range = codesRange();
        range.high = range.low;
        for (const int frames : {1, 2, 7})
            QVERIFY(stripsOf(model, somePoint(), range, frames).strips.allFinite());
        const FilmStrips single = stripsOf(model, somePoint(), priorRange(), 1);
        Vector middle = somePoint();
        middle[1] = 0;
        QVERIFY((single.strips.col(1) - decode(model, middle)).cwiseAbs().maxCoeff() < kSame);
        const ImageGrid samples = priorGrid(range, 5, 3, 1);
        for (Index i = 0; i < 5; ++i) QCOMPARE(Vector(samples.points.col(i)), range.low);
        QVERIFY(manifoldGrid(somePoint(), range, 0, 1, 4).grid.points.allFinite());
    }

    void samplesAreThoseOfTheirSeed() {
        const ImageGrid first = priorGrid(priorRange(), 64, 8, 3);
        const ImageGrid again = priorGrid(priorRange(), 64, 8, 3);
        const ImageGrid other = priorGrid(priorRange(), 64, 8, 4);
        QCOMPARE(first.columns, 8);
        QCOMPARE(first.points, again.points);
        QVERIFY(first.points != other.points);
    }

    void samplesFollowThePriorOrTheCodes() {
        constexpr int kCount = 20000;
        const Matrix prior = priorGrid(priorRange(), kCount, 100, 1).points;
        const LatentRange range = codesRange();
        const Matrix codes = priorGrid(range, kCount, 100, 1).points;
        const Vector spread = (range.high - range.low) / 6;
        for (int i = 0; i < kLatent; ++i) {
            // Five standard errors of a mean and of a variance over 20,000 draws.
            QVERIFY(std::abs(prior.row(i).mean()) < 5 / std::sqrt(float{kCount}));
            QVERIFY(std::abs(prior.row(i).squaredNorm() / kCount - 1) < 5 * std::sqrt(2 / float{kCount}));
            QVERIFY(std::abs(codes.row(i).mean() - range.centre()[i]) <
                    5 * spread[i] / std::sqrt(float{kCount}));
            const Vector apart = (codes.row(i).array() - range.centre()[i]).matrix().transpose() / spread[i];
            QVERIFY(std::abs(apart.squaredNorm() / kCount - 1) < 5 * std::sqrt(2 / float{kCount}));
        }
    }

    void manifoldRunsThroughTheQuantiles() {
        const Manifold grid = manifoldGrid(somePoint(), priorRange(), 2, 0, 5);
        QCOMPARE(grid.grid.columns, 5);
        QCOMPARE(grid.grid.points.cols(), Index{25});
        for (int i = 0; i < 5; ++i) {
            const double below =
                0.5 * std::erfc(-double{grid.xValues[static_cast<std::size_t>(i)]} / std::sqrt(2.0));
            QVERIFY(std::abs(below - (i + 0.5) / 5) < 1e-6);
            QCOMPARE(grid.yValues[static_cast<std::size_t>(i)],
                     grid.xValues[static_cast<std::size_t>(4 - i)]);
        }
        for (Index cell = 0; cell < 25; ++cell) {
            const Vector z = grid.grid.points.col(cell);
            QCOMPARE(z[2], grid.xValues[static_cast<std::size_t>(cell % 5)]);
            QCOMPARE(z[0], grid.yValues[static_cast<std::size_t>(cell / 5)]);
            QCOMPARE(z[1], somePoint()[1]);
        }
    }

    void aTraversalMovesOneDimensionARow() {
        const ImageGrid grid = traversalGrid(somePoint(), codesRange(), 5);
        QCOMPARE(grid.columns, 5);
        QCOMPARE(grid.points.cols(), Index{15});
        for (Index cell = 0; cell < 15; ++cell) {
            const Index dimension = cell / 5;
            Vector expected = somePoint();
            const LatentRange range = codesRange();
            expected[dimension] = range.low[dimension] + static_cast<float>(cell % 5) / 4 *
                                                             (range.high[dimension] - range.low[dimension]);
            QVERIFY((grid.points.col(cell) - expected).cwiseAbs().maxCoeff() < 1e-5F);
        }
    }

    void manifoldOfCodesIsEven() {
        const Manifold grid = manifoldGrid(somePoint(), codesRange(), 0, 2, 4);
        const std::vector<float> x{-10, -2, 6, 14};
        const std::vector<float> y{5, 3, 1, -1};
        for (std::size_t i = 0; i < 4; ++i) {
            QVERIFY(std::abs(grid.xValues[i] - x[i]) < 1e-5F);
            QVERIFY(std::abs(grid.yValues[i] - y[i]) < 1e-5F);
        }
    }
};

QTEST_GUILESS_MAIN(TraversalTest)
#include "traversal_test.moc"
