// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/alignment.h"

#include "core/base/random.h"

#include <Eigen/LU>
#include <Eigen/QR>
#include <QTest>

#include <limits>

using namespace latent;

namespace {

constexpr Index kPoints = 3000; // several blocks, the last one not full

Matrix noise(Index rows, Index columns, std::uint64_t seed) {
    Matrix values(rows, columns);
    Random(seed, Stream::Noise).fillNormal(values.data(), values.size());
    return values;
}

/// A rotation, or a reflection, of that many dimensions.
Matrix turn(Index size, bool reflected, std::uint64_t seed) {
    Matrix q =
        Eigen::HouseholderQR<Matrix>(noise(size, size, seed)).householderQ() * Matrix::Identity(size, size);
    if ((q.determinant() < 0) != reflected) q.col(0) = -q.col(0);
    return q;
}

bool reflects(const Alignment& alignment) {
    return alignment.rotation.determinant() < 0;
}

} // namespace

class AlignmentTest : public QObject {
    Q_OBJECT
  private slots:
    void findsKnownTransforms_data();
    void findsKnownTransforms();
    void noOtherIsNearer();
    void pairsThatAreNotFiniteDoNotCount();
    void differentSizes();
    void pointsOnALineAreNotMirrored();
    void degenerate_data();
    void degenerate();
    void maps();
};

void AlignmentTest::findsKnownTransforms_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("reflected");
    QTest::addColumn<float>("scale");
    QTest::addColumn<float>("shift");
    for (const int size : {1, 2, 20, 64}) {
        for (const bool reflected : {false, true})
            QTest::addRow("%d dimensions, %s", size, reflected ? "mirrored" : "turned")
                << size << reflected << 2.5F << 3.0F;
    }
    QTest::newRow("nothing to do") << 2 << false << 1.0F << 0.0F;
    QTest::newRow("much smaller") << 5 << true << 1e-4F << 0.0F;
    QTest::newRow("far away") << 2 << false << 1.0F << 500.0F;
}

void AlignmentTest::findsKnownTransforms() {
    QFETCH(int, size);
    QFETCH(bool, reflected);
    QFETCH(float, scale);
    QFETCH(float, shift);
    const Matrix rotation = turn(size, reflected, 3);
    const Matrix from = noise(size, kPoints, 5).array() + shift;
    const Matrix onto = (scale * rotation * from).array() - 2 * shift;
    const Alignment found = alignmentOf(from, onto);
    QVERIFY((found.rotation - rotation).cwiseAbs().maxCoeff() < 1e-4F);
    QVERIFY(std::abs(found.scale / scale - 1) < 1e-4F);
    QCOMPARE(reflects(found), reflected);
    const float error = 1e-4F * (scale + std::abs(shift));
    QVERIFY((found.apply(from) - onto).cwiseAbs().maxCoeff() < error);
}

// Held against small turns, scales and shifts of itself.
void AlignmentTest::noOtherIsNearer() {
    const Matrix from = noise(2, kPoints, 1);
    const Matrix onto = 3 * turn(2, true, 8) * from + noise(2, kPoints, 2);
    const Alignment found = alignmentOf(from, onto);
    QVERIFY(reflects(found));
    const auto distance = [&](const Alignment& alignment) {
        return (alignment.apply(from) - onto).squaredNorm();
    };
    const float best = distance(found);
    const float spread = (onto.colwise() - onto.rowwise().mean()).squaredNorm();
    QVERIFY(best / spread > 0.05F && best / spread < 0.15F); // a variance of 1 beside one of 9
    for (const float change : {-0.03F, 0.03F}) {
        Alignment other = found;
        other.scale *= 1 + change;
        QVERIFY(distance(other) > best);
        other = found;
        other.onto[1] += change;
        QVERIFY(distance(other) > best);
        other = found;
        Matrix small(2, 2);
        small << std::cos(change), -std::sin(change), std::sin(change), std::cos(change);
        other.rotation = small * found.rotation;
        QVERIFY(distance(other) > best);
    }
}

void AlignmentTest::pairsThatAreNotFiniteDoNotCount() {
    const Matrix rotation = turn(3, false, 4);
    Matrix from = noise(3, kPoints, 1);
    Matrix onto = rotation * from;
    from(1, 5) = std::numeric_limits<float>::quiet_NaN();
    onto(0, kPoints - 1) = std::numeric_limits<float>::infinity();
    QVERIFY((alignmentOf(from, onto).rotation - rotation).cwiseAbs().maxCoeff() < 1e-4F);
}

void AlignmentTest::differentSizes() {
    const Matrix basis = turn(5, false, 4).leftCols(2); // [5, 2]
    const Matrix plane = noise(2, kPoints, 1);
    const Matrix space = 2 * basis * plane;
    const Alignment up = alignmentOf(plane, space);
    QVERIFY((up.apply(plane) - space).cwiseAbs().maxCoeff() < 1e-3F);
    QVERIFY(std::abs(up.scale - 2) < 1e-3F);
    Matrix noisy = space + noise(5, kPoints, 7); // which the plane knows nothing of
    const Alignment down = alignmentOf(noisy, plane);
    QVERIFY((down.rotation * down.rotation.transpose()).isIdentity(1e-4F));
}

void AlignmentTest::pointsOnALineAreNotMirrored() {
    for (std::uint64_t seed = 1; seed < 9; ++seed) {
        const Matrix from = turn(2, false, seed).col(0) * noise(1, kPoints, 2);
        const Matrix onto = turn(2, seed % 2 == 0, seed + 20) * from;
        const Alignment found = alignmentOf(from, onto);
        QVERIFY(!reflects(found));
        QVERIFY((found.apply(from) - onto).cwiseAbs().maxCoeff() < 1e-3F);
    }
}

void AlignmentTest::degenerate_data() {
    QTest::addColumn<Matrix>("from");
    QTest::addColumn<Matrix>("onto");
    const Matrix some = noise(2, 50, 3);
    QTest::newRow("no points") << Matrix(2, 0) << Matrix(2, 0);
    QTest::newRow("one point") << Matrix(Matrix::Constant(2, 1, 3)) << Matrix(Matrix::Constant(2, 1, 5));
    QTest::newRow("all in one place") << Matrix(Matrix::Constant(2, 50, 0.1F)) << some;
    QTest::newRow("onto one place") << some << Matrix(Matrix::Constant(2, 50, 0.1F));
    QTest::newRow("none finite") << Matrix(some * std::numeric_limits<float>::quiet_NaN()) << some;
    Matrix cross(2, 4);
    cross << 1, -1, 0, 0, 0, 0, 1, -1;
    Matrix other(2, 4);
    other << 1, 1, -1, -1, 0, 0, 0, 0;
    QTest::newRow("unrelated") << cross << other;
}

// Nothing but a shift of the means.
void AlignmentTest::degenerate() {
    QFETCH(Matrix, from);
    QFETCH(Matrix, onto);
    const Alignment found = alignmentOf(from, onto);
    QVERIFY(found.rotation.isIdentity());
    QCOMPARE(found.scale, 1.0F);
    QVERIFY(found.from.allFinite() && found.onto.allFinite());
    if (from.cols() != 1) return;
    QVERIFY((found.apply(from) - onto).isZero(1e-6F));
}

void AlignmentTest::maps() {
    const Matrix rotation = turn(2, true, 6);
    const Matrix from = noise(2, kPoints, 1);
    const Matrix onto = (0.5F * rotation * from).array() + 4.0F;
    std::vector<float> x, y;
    for (Index i = 0; i < kPoints; ++i) {
        x.push_back(from(0, i));
        y.push_back(from(1, i));
    }
    applyTo(x, y, alignmentOf(from, onto));
    for (const Index i : {Index{0}, Index{1500}, kPoints - 1}) {
        QVERIFY(std::abs(x[static_cast<std::size_t>(i)] - onto(0, i)) < 1e-3F);
        QVERIFY(std::abs(y[static_cast<std::size_t>(i)] - onto(1, i)) < 1e-3F);
    }
}

QTEST_GUILESS_MAIN(AlignmentTest)
#include "alignment_test.moc"
