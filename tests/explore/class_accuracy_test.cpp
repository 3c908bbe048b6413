// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/class_accuracy.h"

#include "core/base/random.h"
#include "core/explore/diagnostics/linear_probe.h"
#include "core/explore/nearest_columns.h"

#include <QTest>

#include <cmath>

using namespace latent;

namespace {

/// Codes around as many centres as there are classes.
LabelledCodes clusters(const Matrix& centres, Index each, float spread, std::uint64_t seed) {
    LabelledCodes made{Matrix(centres.rows(), each * centres.cols()), {}};
    Random(seed, Stream::Data).fillNormal(made.codes.data(), made.codes.size());
    made.codes *= spread;
    for (Index i = 0; i < made.codes.cols(); ++i) {
        made.codes.col(i) += centres.col(i % centres.cols());
        made.labels.push_back(static_cast<std::uint16_t>(i % centres.cols()));
    }
    return made;
}

} // namespace

class ClassAccuracyTest : public QObject {
    Q_OBJECT

  private slots:
    void nearestAgainstANaiveSearch() {
        Matrix base(5, 1300);
        Random(2, Stream::Noise).fillNormal(base.data(), base.size());
        base(3, 77) = std::nanf("");
        Matrix queries(5, 40);
        Random(3, Stream::Noise).fillNormal(queries.data(), queries.size());
        const auto fill = [&](Index first, MatrixRef<float> block) {
            block = base.middleCols(first, block.cols());
        };
        ThreadTeam team(2);
        const auto found = nearestColumns(queries, base.cols(), 15, fill, team, {});
        for (Index q = 0; q < queries.cols(); ++q) {
            std::vector<NearColumn> naive;
            for (Index i = 0; i < base.cols(); ++i) {
                if (i != 77) naive.push_back({(base.col(i) - queries.col(q)).squaredNorm(), i});
            }
            std::sort(naive.begin(), naive.end());
            const std::vector<NearColumn>& of = found[static_cast<std::size_t>(q)];
            QCOMPARE(of.size(), std::size_t{15});
            for (std::size_t k = 0; k < of.size(); ++k)
                QVERIFY(std::abs(of[k].squaredDistance - naive[k].squaredDistance) < 1e-4F);
            QCOMPARE(of.front().column, naive.front().column);
        }
    }

    void separatedClustersAreAllRight() {
        Matrix centres(3, 4);
        centres << 0, 9, 0, 0, 0, 0, 9, 0, 0, 0, 0, 9;
        ThreadTeam team(2);
        const ClassAccuracy accuracy =
            classAccuracy(clusters(centres, 300, 1, 1), clusters(centres, 50, 1, 2), 4, team, {});
        QCOMPARE(accuracy.neighbours, 15);
        QCOMPARE(accuracy.nearest, 1.0);
        QCOMPARE(accuracy.linear, 1.0);
        QCOMPARE(accuracy.chance, 0.25);
    }

    void codesWithoutClassesAreLeftToChance() {
        ThreadTeam team(2);
        const ClassAccuracy accuracy = classAccuracy(clusters(Matrix::Zero(3, 4), 500, 1, 1),
                                                     clusters(Matrix::Zero(3, 4), 500, 1, 2), 4, team, {});
        QVERIFY(std::abs(accuracy.nearest - 0.25) < 0.04); // ± 0.01 a standard deviation
        QVERIFY(std::abs(accuracy.linear - 0.25) < 0.04);
    }

    void whatIsNotLinearIsFoundByNeighboursAlone() {
        Matrix corners(2, 4); // exclusive or
        corners << -4, 4, -4, 4, -4, 4, 4, -4;
        LabelledCodes train = clusters(corners, 200, 1, 1);
        LabelledCodes test = clusters(corners, 100, 1, 2);
        for (LabelledCodes* half : {&train, &test})
            for (std::uint16_t& label : half->labels) label = label / 2;
        ThreadTeam team(2);
        const ClassAccuracy accuracy = classAccuracy(train, test, 2, team, {});
        QCOMPARE(accuracy.nearest, 1.0);
        QVERIFY(accuracy.linear < 0.8);
    }

    void probeOfTwoOverlappingClassesIsBayes() {
        // Unit Gaussians 2 apart: the best rule is right Φ(1) = 84.1 % of the time. One dimension is noise.
        Matrix centres(2, 2);
        centres << -1, 1, 0, 0;
        const LabelledCodes train = clusters(centres, 4000, 1, 1);
        const LabelledCodes test = clusters(centres, 4000, 1, 2);
        ThreadTeam team(2);
        const LinearProbe probe(train.codes, train.labels, 2, team, {});
        const std::vector<int> said = probe.classify(test.codes);
        double right = 0;
        for (std::size_t i = 0; i < said.size(); ++i) right += said[i] == test.labels[i];
        QVERIFY(std::abs(right / static_cast<double>(said.size()) - 0.8413) < 0.015);
    }

    void sameForAnyTeam() {
        Matrix centres = Matrix::Random(6, 5);
        const LabelledCodes train = clusters(centres, 1000, 1, 1);
        const LabelledCodes test = clusters(centres, 200, 1, 2);
        ThreadTeam one(1);
        const ClassAccuracy accuracy = classAccuracy(train, test, 5, one, {});
        for (const int threads : {2, 3}) {
            ThreadTeam team(threads);
            const ClassAccuracy other = classAccuracy(train, test, 5, team, {});
            QCOMPARE(other.nearest, accuracy.nearest);
            QCOMPARE(other.linear, accuracy.linear);
        }
    }
};

QTEST_GUILESS_MAIN(ClassAccuracyTest)
#include "class_accuracy_test.moc"
