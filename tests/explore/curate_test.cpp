// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/explore/curate/comparison.h"
#include "core/explore/curate/direction.h"
#include "core/explore/curate/odd_ones.h"
#include "core/explore/curate/spread.h"
#include "core/explore/inspection.h"
#include "tests/explore/toy_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace latent;

namespace {

constexpr double kRounding = 2e-5;

bool near(double found, double expected) {
    return std::abs(found - expected) <= kRounding * (1 + std::abs(expected));
}

ImageNumbers setOf(std::vector<Index> images) {
    return std::make_shared<const std::vector<Index>>(std::move(images));
}

ImageNumbers rangeOf(Index first, Index end) {
    std::vector<Index> images;
    for (Index i = first; i < end; ++i) images.push_back(i);
    return setOf(std::move(images));
}

Evidence toyEvidence(Index images = 150) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model = toyModel(3);
    return {.snapshot = snapshot,
            .dataset = std::make_shared<const ImageDataset>(toyDataset({.width = 4, .height = 3}, images))};
}

Matrix randomCodes(Index latentSize, Index count, std::uint64_t seed = 2) {
    Matrix codes(latentSize, count);
    Random(seed, Stream::Noise).fillNormal(codes.data(), codes.size());
    return codes;
}

} // namespace

class CurateTest : public QObject {
    Q_OBJECT

    ThreadTeam m_team{2};
    ThreadTeam m_alone{1};

  private slots:
    void oddOnesAgainstASort() {
        const Evidence evidence = toyEvidence();
        std::vector<Inspection> seen;
        for (Index i = 0; i < 150; ++i) seen.push_back(inspect(*evidence.snapshot, *evidence.dataset, i));
        std::vector<double> distance;
        for (const Inspection& one : seen) {
            std::vector<double> others;
            for (const Inspection& other : seen)
                if (other.image != one.image)
                    others.push_back(static_cast<double>((other.mean - one.mean).norm()));
            std::sort(others.begin(), others.end());
            distance.push_back((others[0] + others[1] + others[2]) / 3);
        }
        const auto rank = [](const std::vector<double>& of, std::size_t i) {
            return 1 + std::count_if(of.begin(), of.end(), [&](double other) { return other > of[i]; });
        };
        std::vector<double> loss;
        for (const Inspection& one : seen) loss.push_back(static_cast<double>(one.reconstructionNats));
        const std::vector<OddOne> found = oddOnes(evidence, {.count = 150, .neighbours = 3}, m_team, {});
        QCOMPARE(found.size(), std::size_t{150});
        std::pair<Index, Index> before{0, 0};
        for (const OddOne& one : found) {
            const auto i = static_cast<std::size_t>(one.image);
            QVERIFY(near(static_cast<double>(one.loss), loss[i]));
            QVERIFY(near(static_cast<double>(one.distance), distance[i]));
            QCOMPARE(one.lossRank, Index{rank(loss, i)});
            QCOMPARE(one.distanceRank, Index{rank(distance, i)});
            const auto order =
                std::pair(std::min(one.lossRank, one.distanceRank), std::max(one.lossRank, one.distanceRank));
            QVERIFY(before <= order);
            before = order;
        }
        QCOMPARE(oddOnes(evidence, {.count = 7, .neighbours = 3}, m_alone, {}).size(), std::size_t{7});
        QCOMPARE(oddOnes(evidence, {.count = 7, .neighbours = 3}, m_alone, {})[6].image, found[6].image);
    }

    void coincidingCodesAreAtNoDistance() {
        Matrix codes = Matrix::Zero(2, 30);
        codes.col(29).setConstant(3);
        codes(0, 7) = std::nanf("");
        const std::vector<float> distances = neighbourDistances(codes, 4, m_team, {});
        QCOMPARE(distances[0], 0.0F);
        QVERIFY(near(static_cast<double>(distances[29]), std::sqrt(18.0)));
        QVERIFY(std::isnan(distances[7]));
        QVERIFY(std::isnan(neighbourDistances(Matrix::Zero(2, 1), 4, m_team, {})[0]));
    }

    void spreadAgainstANaiveGreedy() {
        Matrix codes = randomCodes(4, 600);
        codes(1, 5) = std::nanf("");
        for (const ImageNumbers& among : {ImageNumbers(), rangeOf(0, 200)}) {
            std::vector<Index> candidates;
            for (Index i = 0; i < (among ? 200 : 600); ++i)
                if (i != 5) candidates.push_back(i);
            Eigen::VectorXd mean = Eigen::VectorXd::Zero(4);
            for (const Index i : candidates) mean += codes.col(i).cast<double>();
            mean /= static_cast<double>(candidates.size());
            const Spread spread = spreadOf(codes, {.count = 25, .among = among}, m_team, {});
            QCOMPARE(spread.images.size(), std::size_t{25});
            QCOMPARE(spread.images[0],
                     *std::min_element(candidates.begin(), candidates.end(), [&](Index a, Index b) {
                         return (codes.col(a).cast<double>() - mean).norm() <
                                (codes.col(b).cast<double>() - mean).norm();
                     }));
            for (std::size_t n = 0; n < spread.images.size(); ++n) {
                double radius = 0;
                Index farthest = -1;
                for (const Index i : candidates) {
                    double distance = INFINITY;
                    for (std::size_t c = 0; c <= n; ++c)
                        distance = std::min(
                            distance,
                            static_cast<double>((codes.col(i) - codes.col(spread.images[c])).norm()));
                    if (distance > radius) {
                        radius = distance;
                        farthest = i;
                    }
                }
                QVERIFY(near(static_cast<double>(spread.radius[n]), radius));
                if (n + 1 < spread.images.size()) QCOMPARE(spread.images[n + 1], farthest);
            }
            QCOMPARE(spreadOf(codes, {.count = 25, .among = among}, m_alone, {}).images, spread.images);
        }
    }

    void spreadEndsWhereAllIsCovered() {
        Matrix codes(1, 6);
        codes << 1, 5, 1, 5, 2, 1;
        const Spread spread = spreadOf(codes, {.count = 6}, m_team, {});
        QCOMPARE(spread.images, (std::vector<Index>{4, 1, 0})); // the mean is 2.5
        QCOMPARE(spread.radius, (std::vector<float>{3, 1, 0}));
        QVERIFY(spreadOf(codes, {.count = 0}, m_team, {}).images.empty());
        QVERIFY(spreadOf(Matrix(2, 0), {.count = 3}, m_team, {}).images.empty());
    }

    void directionOfTwoClearSets() {
        Matrix codes = randomCodes(3, 400);
        codes.leftCols(150).row(1).array() += 20;
        std::vector<std::uint16_t> labels(400, 1);
        std::fill_n(labels.begin(), 150, std::uint16_t{0});
        const Direction direction =
            directionOf(codes, labels, 3, {rangeOf(0, 150), rangeOf(150, 400)}, m_team, {});
        const Eigen::VectorXd expected = codes.leftCols(150).cast<double>().rowwise().mean() -
                                         codes.rightCols(250).cast<double>().rowwise().mean();
        for (Index d = 0; d < 3; ++d) QVERIFY(near(static_cast<double>(direction.vector[d]), expected[d]));
        QCOMPARE(direction.accuracy, 1.0);
        QCOMPARE(direction.low, 1.0);
        QCOMPARE(direction.high, 1.0);
        QCOMPARE(direction.heldOutA, Index{75});
        QCOMPARE(direction.heldOutB, Index{125});
        QCOMPARE(direction.shifts.size(), std::size_t{2}); // the third class has no images
        QCOMPARE(direction.shifts[0].moved, 0.0);          // A goes further away from B
        QCOMPARE(direction.shifts[0].to, -1);
        QCOMPARE(direction.shifts[1].images, Index{250});
        QCOMPARE(direction.shifts[1].moved, 1.0); // B becomes A
        QCOMPARE(direction.shifts[1].to, 0);
    }

    void noDirectionIsNoBetterThanChance() {
        // Memorised halves would be told apart: of 60 dimensions and 40 images each the fitted half is
        // separated well, the one kept apart is not.
        double sum = 0;
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            const Matrix codes = randomCodes(60, 80, seed + 100);
            const Direction direction =
                directionOf(codes, {}, 0, {rangeOf(0, 40), rangeOf(40, 80), seed}, m_team, {});
            QVERIFY(direction.low <= direction.accuracy && direction.accuracy <= direction.high);
            QVERIFY(direction.high - direction.low > 0.1); // of 40 images it is that wide
            QVERIFY(direction.shifts.empty());
            sum += direction.accuracy;
        }
        constexpr double kFiveDeviations = 5 * 0.5 / 40; // 40 runs with 40 answers each
        QVERIFY(std::abs(sum / 40 - 0.5) < kFiveDeviations);
    }

    void intervalIsTheBinomialOne() {
        Matrix codes = randomCodes(1, 4000);
        codes.leftCols(2000).array() += 2; // the normals' overlap is Φ(1) = 0.841
        const Direction direction =
            directionOf(codes, {}, 0, {rangeOf(0, 2000), rangeOf(2000, 4000)}, m_team, {});
        const double deviation = std::sqrt(0.841 * 0.159 / 2000);
        QVERIFY(std::abs(direction.accuracy - 0.841) < 5 * deviation);
        QVERIFY(std::abs((direction.high - direction.low) / (2 * 1.96 * deviation) - 1) < 0.1);
    }

    void directionsAreRepeatable() {
        const Matrix codes = randomCodes(2, 300);
        const DirectionQuestion question{rangeOf(0, 170), rangeOf(120, 300), 4};
        const Direction once = directionOf(codes, {}, 0, question, m_team, {});
        const Direction again = directionOf(codes, {}, 0, question, m_alone, {});
        QCOMPARE(once.accuracy, again.accuracy);
        QCOMPARE(once.low, again.low);
        QCOMPARE(once.high, again.high);
        QCOMPARE(once.heldOutA, Index{60}); // 50 images are in both sets
        const Direction all = directionOf(codes, {}, 0, {question.a, question.a, 1}, m_team, {});
        QVERIFY(std::isnan(all.accuracy) && all.vector.isZero());
    }

    void shiftsAgainstANaiveAssignment() {
        const Matrix codes = randomCodes(3, 500);
        std::vector<std::uint16_t> labels;
        for (Index i = 0; i < 500; ++i) labels.push_back(codes(0, i) > 0 ? 0 : codes(1, i) > 0 ? 1 : 2);
        const Direction direction =
            directionOf(codes, labels, 3, {rangeOf(0, 30), rangeOf(30, 50)}, m_team, {});
        Eigen::MatrixXd means = Eigen::MatrixXd::Zero(3, 3);
        std::vector<double> counts(3);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            means.col(labels[i]) += codes.col(static_cast<Index>(i)).cast<double>();
            ++counts[labels[i]];
        }
        for (Index c = 0; c < 3; ++c) means.col(c) /= counts[static_cast<std::size_t>(c)];
        const auto nearest = [&](const Vector& code) {
            Index best = 0;
            (means.colwise() - code.cast<double>()).colwise().norm().minCoeff(&best);
            return static_cast<int>(best);
        };
        QCOMPARE(direction.shifts.size(), std::size_t{3});
        for (int c = 0; c < 3; ++c) {
            double own = 0;
            double moved = 0;
            for (std::size_t i = 0; i < labels.size(); ++i) {
                const Vector code = codes.col(static_cast<Index>(i));
                if (labels[i] != c || nearest(code) != c) continue;
                ++own;
                if (nearest(code + direction.vector) != c) ++moved;
            }
            QVERIFY(near(direction.shifts[static_cast<std::size_t>(c)].moved, moved / own));
        }
    }

    void comparisonAgainstItsFormulas() {
        const Evidence evidence = toyEvidence();
        const ImageNumbers a = setOf({0, 3, 7, 50, 149});
        const ImageNumbers b = rangeOf(60, 100);
        const Comparison found = compareSets(evidence, {a, b}, m_team, {});
        Matrix codes(3, 150);
        for (Index i = 0; i < 150; ++i) codes.col(i) = inspect(*evidence.snapshot, *evidence.dataset, i).mean;
        const auto moments = [&](const ImageNumbers& set, Index d) {
            double mean = 0;
            double squares = 0;
            for (const Index i : *set) mean += static_cast<double>(codes(d, i));
            mean /= static_cast<double>(set->size());
            for (const Index i : *set) squares += std::pow(static_cast<double>(codes(d, i)) - mean, 2);
            return std::pair(mean, squares);
        };
        QCOMPARE(found.dimensions.size(), std::size_t{3});
        double before = INFINITY;
        for (const DimensionDifference& dimension : found.dimensions) {
            const auto [meanA, squaresA] = moments(a, dimension.dimension);
            const auto [meanB, squaresB] = moments(b, dimension.dimension);
            const double effect = (meanA - meanB) / std::sqrt((squaresA + squaresB) / (4 + 39));
            QVERIFY(std::abs(dimension.effect - effect) < 1e-4);
            QVERIFY(near(dimension.meanA, meanA) && near(dimension.meanB, meanB));
            QVERIFY(std::abs(dimension.effect) <= before);
            before = std::abs(dimension.effect);
        }
        QCOMPARE(found.a.count, Index{5});
        const Matrix decoded = decode(evidence.snapshot->model, found.a.meanCode);
        for (Index p = 0; p < 12; ++p) {
            double sum = 0;
            for (const Index i : *a) sum += evidence.dataset->image(i)[static_cast<std::size_t>(p)];
            QVERIFY(near(static_cast<double>(found.a.meanImage[p]), sum / 5 / 255));
            QCOMPARE(found.a.decoded[p], decoded(p, 0));
        }
        QCOMPARE(compareSets(evidence, {a, b}, m_alone, {}).b.meanImage, found.b.meanImage);
    }

    void setsOfOneAndBadSets() {
        const Evidence evidence = toyEvidence();
        const Comparison single = compareSets(evidence, {setOf({1}), setOf({2})}, m_team, {});
        QVERIFY(std::isinf(single.dimensions[0].effect));
        for (const auto& [a, b] : {std::pair(ImageNumbers(), setOf({1})),
                                   {setOf({1}), setOf({})},
                                   {setOf({1}), setOf({150})},
                                   {setOf({-1}), setOf({2})}}) {
            QVERIFY_THROWS_EXCEPTION(Error, compareSets(evidence, {a, b}, m_team, {}));
            QVERIFY_THROWS_EXCEPTION(Error, answer(evidence, DirectionQuestion{a, b}, {}));
        }
    }

    void allCancel() {
        const Evidence evidence = toyEvidence();
        std::stop_source stop;
        stop.request_stop();
        const Progress progress{[](double) {}, stop.get_token()};
        const ImageNumbers a = rangeOf(0, 50);
        const ImageNumbers b = rangeOf(50, 150);
        QVERIFY_THROWS_EXCEPTION(Cancelled, answer(evidence, OddOnesQuestion{}, progress));
        QVERIFY_THROWS_EXCEPTION(Cancelled, answer(evidence, SpreadQuestion{}, progress));
        QVERIFY_THROWS_EXCEPTION(Cancelled, answer(evidence, DirectionQuestion{a, b}, progress));
        QVERIFY_THROWS_EXCEPTION(Cancelled, answer(evidence, ComparisonQuestion{a, b}, progress));
    }
};

QTEST_GUILESS_MAIN(CurateTest)
#include "curate_test.moc"
