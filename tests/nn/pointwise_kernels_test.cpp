// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/matrix.h"
#include "core/base/random.h"
#include "core/nn/kernels.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace latent;

namespace {

// The float exponential is accurate to 1e-7, and the operations around it add a little error. In double the
// series end earlier, at a hundredth or a tenth, where the closed form has lost a digit or two.
template <class S>
constexpr double kTolerance = (sizeof(S) == 4 ? 8 : 64) *
                              static_cast<double>(std::numeric_limits<S>::epsilon());

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Values near 0, near the boundaries of the series, ordinary, and extreme; of both signs.
std::vector<double> interesting() {
    std::vector<double> values{0};
    for (const double x : {1e-30, 1e-8, 1e-4, 0.0099, 0.0101, 0.0199, 0.0201, 0.0999, 0.1001, 0.2499, 0.2501,
                           0.7, 0.999, 1.001, 2.5, 6.0, 17.0, 40.0, 80.0}) {
        values.push_back(x);
        values.push_back(-x);
    }
    return values;
}

double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
}

struct Curve {
    double value = 0;
    double slope = 0;
};

Curve activation(Activation kind, double x) {
    switch (kind) {
    case Activation::Relu:
        return {x > 0 ? x : 0.0, x > 0 ? 1.0 : 0.0};
    case Activation::Silu:
        return {x * sigmoid(x), sigmoid(x) * (1 + x * sigmoid(-x))};
    case Activation::Tanh:
        return {std::tanh(x), 1 / (std::cosh(x) * std::cosh(x))};
    }
    return {};
}

/// The nats (or squared error) of one pixel and the slope by the logit, from the density itself.
Curve reconstruction(PixelTerm term, double l, double x) {
    const double mean = sigmoid(l);
    switch (term) {
    case PixelTerm::Bernoulli: // −x ln λ − (1 − x) ln (1 − λ)
        return {x * std::log1p(std::exp(-l)) + (1 - x) * std::log1p(std::exp(l)), mean - x};
    case PixelTerm::ContinuousBernoulli: { // −ln (l · exp(l·x) / (exp(l) − 1))
        if (std::abs(l) < 1e-6) return {0.5 * l - l * x, 0.5 + l / 12 - x};
        const long double wide = l;
        const auto ownMean = static_cast<double>(-1 / std::expm1(-wide) - 1 / wide);
        return {static_cast<double>(std::log(std::expm1(wide) / wide) - wide * x), ownMean - x};
    }
    case PixelTerm::SquaredError:
        return {(mean - x) * (mean - x), 2 * (mean - x) * mean * sigmoid(-l)};
    }
    return {};
}

template <class S>
bool isClose(S found, double expected) {
    return std::abs(static_cast<double>(found) - expected) <=
           kTolerance<S> * std::max(1.0, std::abs(expected));
}

} // namespace

/// Activations and reconstruction terms of each instruction set of this processor, against the formulas in
/// double.
class PointwiseKernelsTest : public QObject {
    Q_OBJECT
  private slots:
    void activationsAreTheirFormulae_data() { sets(); }
    void activationsAreTheirFormulae() {
        forEachScalar([this](auto set) { checkActivations(set); });
    }
    void tanhKeepsItsDigitsAroundZero_data() { sets(); }
    void tanhKeepsItsDigitsAroundZero() {
        forEachScalar([this](auto set) { checkTanhAroundZero(set); });
    }
    void termsAreTheirFormulae_data() { sets(); }
    void termsAreTheirFormulae() {
        forEachScalar([this](auto set) { checkTerms(set); });
    }
    void manyPixelsAddUp_data() { sets(); }
    void manyPixelsAddUp() {
        forEachScalar([this](auto set) { checkSums(set); });
    }
    void whatIsNoNumberStaysNone_data() { sets(); }
    void whatIsNoNumberStaysNone() {
        forEachScalar([this](auto set) { checkNan(set); });
    }

  private:
    static constexpr std::array kActivations{Activation::Relu, Activation::Silu, Activation::Tanh};
    static constexpr std::array kTerms{PixelTerm::Bernoulli, PixelTerm::ContinuousBernoulli,
                                       PixelTerm::SquaredError};

    static void sets() {
        QTest::addColumn<int>("set");
        int index = 0;
        for (const Kernels<float>& set : supportedKernels<float>()) QTest::newRow(set.name) << index++;
    }
    template <class Check>
    void forEachScalar(Check check) {
        QFETCH(int, set);
        check(supportedKernels<float>()[static_cast<std::size_t>(set)]);
        check(supportedKernels<double>()[static_cast<std::size_t>(set)]);
    }
    template <class S>
    void checkActivations(const Kernels<S>& set);
    template <class S>
    void checkTanhAroundZero(const Kernels<S>& set);
    template <class S>
    void checkTerms(const Kernels<S>& set);
    template <class S>
    void checkSums(const Kernels<S>& set);
    template <class S>
    void checkNan(const Kernels<S>& set);
};

namespace {

/// One row of values, in whole lane groups.
template <class S>
ByFeature<S> row(const std::vector<double>& values) {
    ByFeature<S> padded = ByFeature<S>::Zero(1, paddedToLanes(static_cast<Index>(values.size())));
    for (std::size_t i = 0; i < values.size(); ++i)
        padded(0, static_cast<Index>(i)) = static_cast<S>(values[i]);
    return padded;
}

template <class S>
struct Activated {
    ByFeature<S> x, y, slopes, gradient;
};

/// Forward and, with a gradient of 0.5 everywhere, backward.
template <class S>
Activated<S> activated(const Kernels<S>& set, Activation kind, const std::vector<double>& values) {
    Activated<S> all;
    all.x = row<S>(values);
    all.y = all.x;
    all.slopes = ByFeature<S>::Zero(1, all.x.cols());
    all.gradient = ByFeature<S>::Constant(1, all.x.cols(), S(0.5));
    const ActivationStep<S> step{.kind = kind,
                                 .rows = 1,
                                 .columns = all.x.cols(),
                                 .values = all.y.data(),
                                 .valuesStride = all.x.cols(),
                                 .slopes = keepsSlopes(kind) ? all.slopes.data() : nullptr,
                                 .slopesStride = all.x.cols(),
                                 .gradient = all.gradient.data(),
                                 .gradientStride = all.x.cols()};
    set.activate(step);
    set.activateBackward(step);
    return all;
}

template <class S>
struct Reconstructed {
    ByFeature<S> gradient; // times 0.5
    std::vector<double> sums;
};

/// logits and targets [features, columns], whole lane groups.
template <class S>
Reconstructed<S> reconstructed(const Kernels<S>& set, PixelTerm term, const ByFeature<S>& logits,
                               const ByFeature<S>& targets) {
    Reconstructed<S> all{logits, std::vector<double>(static_cast<std::size_t>(logits.cols()))};
    set.reconstruction({.term = term,
                        .target = targets.data(),
                        .logits = all.gradient.data(),
                        .features = logits.rows(),
                        .columns = logits.cols(),
                        .stride = logits.cols(),
                        .gradient = true,
                        .scale = S(0.5),
                        .nats = all.sums.data()});
    return all;
}

} // namespace

template <class S>
void PointwiseKernelsTest::checkActivations(const Kernels<S>& set) {
    const std::vector<double> values = interesting();
    for (const Activation kind : kActivations) {
        const Activated<S> found = activated(set, kind, values);
        for (Index i = 0; i < static_cast<Index>(values.size()); ++i) {
            const double x = static_cast<double>(found.x(0, i)); // as S holds it
            const Curve expected = activation(kind, x);
            const QByteArray where = QString("kind %1 at %2").arg(static_cast<int>(kind)).arg(x).toUtf8();
            QVERIFY2(isClose(found.y(0, i), expected.value), where);
            QVERIFY2(isClose(found.gradient(0, i), 0.5 * expected.slope), where);
        }
    }
}

template <class S>
void PointwiseKernelsTest::checkTanhAroundZero(const Kernels<S>& set) {
    const std::vector<double> values = interesting();
    const Activated<S> found = activated(set, Activation::Tanh, values);
    for (Index i = 0; i < static_cast<Index>(values.size()); ++i) {
        const double expected = std::tanh(static_cast<double>(found.x(0, i)));
        const double allowed = 2 * kTolerance<S> * std::abs(expected);
        QVERIFY(std::abs(static_cast<double>(found.y(0, i)) - expected) <= allowed);
    }
}

template <class S>
void PointwiseKernelsTest::checkTerms(const Kernels<S>& set) {
    const std::vector<double> values = interesting();
    const ByFeature<S> logits = row<S>(values);
    for (const PixelTerm term : kTerms) {
        for (const double x : {0.0, 0.3, 1.0}) {
            const ByFeature<S> targets = ByFeature<S>::Constant(1, logits.cols(), static_cast<S>(x));
            const Reconstructed<S> found = reconstructed(set, term, logits, targets);
            for (Index i = 0; i < static_cast<Index>(values.size()); ++i) {
                const double l = static_cast<double>(logits(0, i));
                const Curve expected = reconstruction(term, l, static_cast<double>(targets(0, i)));
                const QByteArray where =
                    QString("term %1 at %2, %3").arg(static_cast<int>(term)).arg(l).arg(x).toUtf8();
                const double nats = found.sums[static_cast<std::size_t>(i)];
                QVERIFY2(isClose(static_cast<S>(nats), expected.value), where);
                QVERIFY2(isClose(found.gradient(0, i), 0.5 * expected.slope), where);
            }
        }
    }
}

// Longer than the blocks after which exponents and float sums are moved.
template <class S>
void PointwiseKernelsTest::checkSums(const Kernels<S>& set) {
    constexpr Index kFeatures = 203;
    ByFeature<S> logits(kFeatures, 2 * kLaneGroup), targets(kFeatures, 2 * kLaneGroup);
    Random random(1, Stream::Data);
    for (S& l : logits.reshaped()) l = static_cast<S>(60 * (2 * random.uniform() - 1));
    for (S& x : targets.reshaped()) x = static_cast<S>(random.uniform());
    for (const PixelTerm term : kTerms) {
        const Reconstructed<S> found = reconstructed(set, term, logits, targets);
        for (Index column = 0; column < logits.cols(); ++column) {
            double expected = 0;
            double size = 0;
            for (Index i = 0; i < kFeatures; ++i) {
                const double nats = reconstruction(term, static_cast<double>(logits(i, column)),
                                                   static_cast<double>(targets(i, column)))
                                        .value;
                expected += nats;
                size += std::abs(nats);
            }
            const double nats = found.sums[static_cast<std::size_t>(column)];
            QVERIFY2(std::abs(nats - expected) <= kTolerance<S> * size,
                     qPrintable(QString("term %1: %2, not %3").arg(int(term)).arg(nats).arg(expected)));
        }
    }
}

// Otherwise a run that has diverged would continue.
template <class S>
void PointwiseKernelsTest::checkNan(const Kernels<S>& set) {
    const std::vector<double> values{1, kNan, -1};
    for (const Activation kind : kActivations) {
        const Activated<S> found = activated(set, kind, values);
        QVERIFY(std::isnan(found.y(0, 1)) && std::isfinite(found.y(0, 0)) && std::isfinite(found.y(0, 2)));
    }
    const ByFeature<S> targets = ByFeature<S>::Constant(1, kLaneGroup, S(0.5));
    for (const PixelTerm term : kTerms) {
        const Reconstructed<S> found = reconstructed(set, term, row<S>(values), targets);
        QVERIFY2(std::isnan(found.sums[1]) && std::isnan(found.gradient(0, 1)),
                 QByteArray::number(static_cast<int>(term)));
        QVERIFY(std::isfinite(found.sums[0]) && std::isfinite(found.sums[2]));
    }
}

QTEST_GUILESS_MAIN(PointwiseKernelsTest)
#include "pointwise_kernels_test.moc"
