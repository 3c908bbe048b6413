// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/matrix.h"
#include "core/base/random.h"
#include "core/nn/kernels.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace latent;

namespace {

// The error of a sum of n terms of about 1 is below n roundings.
template <class S>
double tolerance(Index terms) {
    return static_cast<double>(std::numeric_limits<S>::epsilon()) * static_cast<double>(terms + 4);
}

template <class S>
ByFeature<S> numbers(Index rows, Index columns, std::uint64_t seed) {
    Random random(seed, Stream::Data);
    ByFeature<S> matrix(rows, paddedStride(columns));
    for (S& value : matrix.reshaped()) value = static_cast<S>(2 * random.uniform() - 1);
    return matrix;
}

constexpr double kUntouched = 1234;

// Factors of a product; the left one by rows or by terms.
template <class S>
struct Factors {
    Factors(Index rowCount, Index columnCount, Index terms, bool leftByTerms)
        : rows(rowCount)
        , columns(columnCount)
        , byTerms(leftByTerms)
        , left(byTerms ? numbers<S>(terms, rows, 1) : numbers<S>(rows, terms, 1))
        , right(numbers<S>(terms, columns, 2)) {}

    double ofLeft(Index row, Index term) const {
        return static_cast<double>(byTerms ? left(term, row) : left(row, term));
    }
    Product<S> product(ByFeature<S>& result) const {
        return {.rows = rows,
                .columns = columns,
                .terms = right.rows(),
                .left = left.data(),
                .leftRowStride = byTerms ? 1 : left.cols(),
                .leftTermStride = byTerms ? left.cols() : 1,
                .right = right.data(),
                .rightStride = right.cols(),
                .result = result.data(),
                .resultStride = result.cols()};
    }

    Index rows;
    Index columns;
    bool byTerms;
    ByFeature<S> left;
    ByFeature<S> right; // [terms, columns]
};

} // namespace

/// Each instruction set of this processor, against obviously correct loops.
class KernelsTest : public QObject {
    Q_OBJECT
  private slots:
    void productsAreSums_data() { sets(); }
    void productsAreSums() {
        forEachScalar([this](auto set) { checkProducts(set); });
    }
    void whatIsReadNextLeavesAProductAlone_data() { sets(); }
    void whatIsReadNextLeavesAProductAlone() {
        forEachScalar([this](auto set) { checkNext(set); });
    }
    void productsTermsLieInLoops_data() { sets(); }
    void productsTermsLieInLoops() {
        forEachScalar([this](auto set) { checkTermLoops(set); });
    }
    void transposes_data() { sets(); }
    void transposes() {
        forEachScalar([this](auto set) { checkTransposes(set); });
    }
    void adamIsItsFormula_data() { sets(); }
    void adamIsItsFormula() {
        forEachScalar([this](auto set) { checkAdam(set); });
    }
    void bernoulliIsItsDefinition_data() { sets(); }
    void bernoulliIsItsDefinition() {
        forEachScalar([this](auto set) { checkBernoulli(set); });
    }
    void bernoulliStaysFiniteFarOut_data() { sets(); }
    void bernoulliStaysFiniteFarOut();
    void paddingKeepsRowsApart();

  private:
    static void sets();
    template <class Check>
    void forEachScalar(Check check);
    template <class S>
    void checkProducts(const Kernels<S>& set);
    template <class S>
    void checkProduct(const Kernels<S>& set, Index rows, Index columns, Index terms, bool byTerms, bool bias);
    template <class S>
    void checkNext(const Kernels<S>& set);
    template <class S>
    void checkTermLoops(const Kernels<S>& set);
    template <class S>
    void checkTransposes(const Kernels<S>& set);
    template <class S>
    void checkAdam(const Kernels<S>& set);
    template <class S>
    void checkBernoulli(const Kernels<S>& set);
};

void KernelsTest::sets() {
    QTest::addColumn<int>("set");
    int index = 0;
    for (const Kernels<float>& set : supportedKernels<float>()) QTest::newRow(set.name) << index++;
}

template <class Check>
void KernelsTest::forEachScalar(Check check) {
    QFETCH(int, set);
    check(supportedKernels<float>()[static_cast<std::size_t>(set)]);
    check(supportedKernels<double>()[static_cast<std::size_t>(set)]);
}

template <class S>
void KernelsTest::checkProducts(const Kernels<S>& set) {
    // Rows, columns and terms around the boundaries of every tile.
    for (const Index rows : {1, 3, 4, 6, 7, 12, 13, 29}) {
        for (const Index columns : {1, 2, 4, 7, 8, 15, 16, 17, 20, 32, 33, 47, 64}) {
            for (const Index terms : {1, 2, 130}) {
                for (const bool byTerms : {false, true})
                    checkProduct(set, rows, columns, terms, byTerms, (rows + columns) % 2 == 0);
            }
        }
    }
}

template <class S>
void KernelsTest::checkProduct(const Kernels<S>& set, Index rows, Index columns, Index terms, bool byTerms,
                               bool withBias) {
    const Factors<S> factors(rows, columns, terms, byTerms);
    const ByFeature<S> bias = numbers<S>(1, rows, 3);
    const Index stride = columns + 5;
    ByFeature<S> result = ByFeature<S>::Constant(rows, stride, S(kUntouched));
    S squares = S(kUntouched);
    Product<S> product = factors.product(result);
    product.bias = withBias ? bias.data() : nullptr;
    product.squares = &squares;
    set.product(product);
    const double ofResult = result.leftCols(columns).template cast<double>().squaredNorm();
    QVERIFY(std::abs(static_cast<double>(squares) - ofResult) <
            tolerance<S>(rows * columns) * (1 + ofResult));
    for (Index row = 0; row < rows; ++row) {
        for (Index column = 0; column < columns; ++column) {
            double expected = withBias ? static_cast<double>(bias(0, row)) : 0;
            for (Index term = 0; term < terms; ++term)
                expected += factors.ofLeft(row, term) * static_cast<double>(factors.right(term, column));
            QVERIFY2(std::abs(static_cast<double>(result(row, column)) - expected) < tolerance<S>(terms),
                     qPrintable(QString("%1×%2×%3 at %4, %5: %6, not %7")
                                    .arg(rows)
                                    .arg(columns)
                                    .arg(terms)
                                    .arg(row)
                                    .arg(column)
                                    .arg(double(result(row, column)))
                                    .arg(expected)));
        }
        for (Index column = columns; column < stride; ++column)
            QCOMPARE(result(row, column), S(kUntouched)); // a neighbour's
    }
}

// Few terms (many prefetches per term), many, an odd number, and none; the memory read next ends with the
// allocation.
template <class S>
void KernelsTest::checkNext(const Kernels<S>& set) {
    constexpr Index kRows = 25, kColumns = 40;
    for (const Index terms : {0, 1, 5, 300}) {
        for (const bool byTerms : {false, true}) {
            const Factors<S> factors(kRows, kColumns, terms, byTerms);
            const std::vector<S> next(kRows * kColumns, S(kUntouched));
            ByFeature<S> plain = ByFeature<S>::Zero(kRows, kColumns), asking = plain;
            Product<S> product = factors.product(plain);
            set.product(product);
            product.result = asking.data();
            product.next = {{next.data(), factors.left.data(), factors.right.data()},
                            static_cast<Index>(next.size())};
            set.product(product);
            QVERIFY(plain == asking);
        }
    }
}

template <class S>
void KernelsTest::checkTermLoops(const Kernels<S>& set) {
    constexpr Index kRows = 7, kColumns = 20, kTerms = 3;
    // Loops forward and backward, and loops without iterations, which leave the bias.
    for (const auto& [outer, middle, inner] :
         {std::array{2, 3, 1}, std::array{1, 4, 1}, std::array{2, 2, 3}, std::array{0, 3, 1},
          std::array{2, 0, 1}, std::array{1, 2, 0}}) {
        const ByFeature<S> left = numbers<S>(kRows, 80, 11);
        const ByFeature<S> right = numbers<S>(96, kColumns, 12);
        const ByFeature<S> bias = numbers<S>(1, kRows, 13);
        ByFeature<S> result = ByFeature<S>::Constant(kRows, kColumns, S(kUntouched));
        const Index begin = 30; // first row of the right factor
        set.product({.rows = kRows,
                     .columns = kColumns,
                     .terms = kTerms,
                     .outer = {outer, 20, 12 * right.cols()},
                     .middle = {middle, 5, -4 * right.cols()},
                     .inner = {inner, 7, 16 * right.cols()},
                     .left = left.data(),
                     .leftRowStride = left.cols(),
                     .leftTermStride = 1,
                     .right = right.row(begin).data(),
                     .rightStride = right.cols(),
                     .result = result.data(),
                     .resultStride = kColumns,
                     .bias = bias.data()});
        for (Index row = 0; row < kRows; ++row) {
            for (Index column = 0; column < kColumns; ++column) {
                double expected = static_cast<double>(bias(0, row));
                for (Index o = 0; o < outer; ++o)
                    for (Index m = 0; m < middle; ++m)
                        for (Index i = 0; i < inner; ++i)
                            for (Index term = 0; term < kTerms; ++term)
                                expected += static_cast<double>(left(row, 20 * o + 5 * m + 7 * i + term)) *
                                            static_cast<double>(
                                                right(begin + 12 * o - 4 * m + 16 * i + term, column));
                QVERIFY(std::abs(static_cast<double>(result(row, column)) - expected) < tolerance<S>(36));
            }
        }
    }
}

template <class S>
void KernelsTest::checkTransposes(const Kernels<S>& set) {
    for (const Index rows : {1, 5, 16, 37}) {
        for (const Index columns : {1, 3, 16, 32, 45}) {
            const ByFeature<S> from = numbers<S>(rows, columns, 4);
            ByFeature<S> to = ByFeature<S>::Constant(columns, rows + 3, S(kUntouched));
            set.transpose(from.data(), from.cols(), rows, columns, to.data(), to.cols());
            QCOMPARE(ByFeature<S>(to.leftCols(rows)), ByFeature<S>(from.leftCols(columns).transpose()));
            QVERIFY((to.rightCols(3).array() == S(kUntouched)).all());
        }
    }
}

template <class S>
void KernelsTest::checkAdam(const Kernels<S>& set) {
    constexpr Index kCount = 377; // whole blocks, whole vectors and a remainder
    const ByFeature<S> w0 = numbers<S>(1, kCount + 9, 5);
    ByFeature<S> m0 = numbers<S>(1, kCount, 6), v0 = numbers<S>(1, kCount, 7).cwiseAbs();
    ByFeature<S> g = numbers<S>(1, kCount, 8);
    g(0, 3) = m0(0, 3) = v0(0, 3) = 0; // a weight that has never moved
    const ByFeature<S> average0 = numbers<S>(1, kCount, 11);
    for (const Index begin : {0, 1, 5}) {
        for (const bool pastCaches : {false, true}) {
            ByFeature<S> w = w0, m = m0, v = v0, average = average0;
            set.adam({.weights = w.data() + begin,
                      .gradient = g.data(),
                      .firstMoment = m.data(),
                      .secondMoment = v.data(),
                      .count = kCount,
                      .beta1 = S(0.9),
                      .beta2 = S(0.999),
                      .epsilon = S(1e-8),
                      .rate = S(0.01),
                      .secondScale = S(1.5),
                      .average = begin == 0 ? nullptr : average.data(),
                      .averageShare = S(0.25),
                      .pastCaches = pastCaches});
            for (Index i = 0; i < kCount; ++i) {
                const double gradient = static_cast<double>(g(0, i));
                const double first = 0.9 * static_cast<double>(m0(0, i)) + 0.1 * gradient;
                const double second = 0.999 * static_cast<double>(v0(0, i)) + 0.001 * gradient * gradient;
                const double change = 0.01 * first / (1.5 * std::sqrt(second) + 1e-8);
                QVERIFY(std::abs(static_cast<double>(m(0, i)) - first) < tolerance<S>(4));
                QVERIFY(std::abs(static_cast<double>(v(0, i)) - second) < tolerance<S>(4));
                QVERIFY(std::abs(static_cast<double>(w0(0, begin + i) - w(0, begin + i)) - change) <
                        tolerance<S>(4));
                const double stayed = begin == 0 ? 1 : 0.75;
                QVERIFY(std::abs(static_cast<double>(average(0, i)) -
                                 (stayed * static_cast<double>(average0(0, i)) +
                                  (1 - stayed) * static_cast<double>(w(0, begin + i)))) < tolerance<S>(4));
            }
            QCOMPARE(w(0, begin + 3), w0(0, begin + 3));
            QVERIFY(w.leftCols(begin) == w0.leftCols(begin));
            QVERIFY(w.rightCols(w.cols() - begin - kCount) == w0.rightCols(w.cols() - begin - kCount));
        }
    }
}

template <class S>
void KernelsTest::checkBernoulli(const Kernels<S>& set) {
    // Fewer and more features than the block after which exponents are moved.
    for (const Index features : {37, 784}) {
        constexpr Index kColumns = 2 * kLaneGroup;
        const ByFeature<S> target = (numbers<S>(features, kColumns, 9).array() + 1) / 2;
        const ByFeature<S> logits = 12 * numbers<S>(features, kColumns, 10);
        ByFeature<S> gradient = logits;
        std::vector<double> nats(kColumns);
        ReconstructionStep<S> step{.target = target.data(),
                                   .logits = gradient.data(),
                                   .features = features,
                                   .columns = kColumns,
                                   .stride = target.cols(),
                                   .nats = nats.data()};
        set.reconstruction(step);
        QVERIFY(gradient == logits); // not requested
        const std::vector<double> alone = nats;
        step.gradient = true;
        step.scale = S(0.5);
        set.reconstruction(step);
        QCOMPARE(nats, alone);
        for (Index column = 0; column < kColumns; ++column) {
            double expected = 0;
            for (Index i = 0; i < features; ++i) {
                const double l = static_cast<double>(logits(i, column));
                const double x = static_cast<double>(target(i, column));
                const double p = 1 / (1 + std::exp(-l));
                expected -= x * std::log(p) + (1 - x) * std::log1p(-p);
                QVERIFY(std::abs(static_cast<double>(gradient(i, column)) - 0.5 * (p - x)) < tolerance<S>(4));
            }
            // log1p(−p) above has lost about exp(l)·1e-16 for l up to 12.
            const double allowed =
                expected * static_cast<double>(std::numeric_limits<S>::epsilon()) * 8 + 1e-8;
            QVERIFY2(
                std::abs(nats[static_cast<std::size_t>(column)] - expected) < allowed,
                qPrintable(QString("%1, not %2").arg(nats[static_cast<std::size_t>(column)]).arg(expected)));
        }
    }
}

void KernelsTest::bernoulliStaysFiniteFarOut() {
    QFETCH(int, set);
    ByFeature<float> target = ByFeature<float>::Zero(4, kLaneGroup);
    ByFeature<float> logits = ByFeature<float>::Zero(4, kLaneGroup);
    target.col(0) << 0, 1, 0, 1;
    logits.col(0) << -200, 200, 200, -200; // two certain and right, two certain and wrong
    logits(0, 1) = std::numeric_limits<float>::quiet_NaN();
    std::vector<double> nats(kLaneGroup);
    supportedKernels<float>()[static_cast<std::size_t>(set)].reconstruction({.target = target.data(),
                                                                             .logits = logits.data(),
                                                                             .features = 4,
                                                                             .columns = kLaneGroup,
                                                                             .stride = target.cols(),
                                                                             .gradient = true,
                                                                             .nats = nats.data()});
    QCOMPARE(nats[0], 400.0);
    QVERIFY(std::isnan(nats[1])); // otherwise a run that has diverged would continue
    QCOMPARE(nats[2], 4 * std::log(2.0));
    QVERIFY((logits.col(0) - Vector(Eigen::Vector4f(0, 0, 1, -1))).cwiseAbs().maxCoeff() < 1e-30F);
}

void KernelsTest::paddingKeepsRowsApart() {
    QCOMPARE(paddedToLanes(1), Index{16});
    QCOMPARE(paddedToLanes(16), Index{16});
    QCOMPARE(paddedStride(128), Index{144});
    QCOMPARE(paddedStride(400), Index{400});
    for (Index count = 1; count < 600; ++count) {
        QVERIFY(paddedStride(count) >= count);
        QCOMPARE(paddedStride(count) / kLaneGroup % 2, Index{1});
    }
}

QTEST_GUILESS_MAIN(KernelsTest)
#include "kernels_test.moc"
