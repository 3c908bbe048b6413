// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/model/model.h"
#include "core/model/objective.h"

#include <QTest>

#include <cmath>

using namespace latent;

namespace {

/// Simpson's rule over [low, high].
template <class Function>
double integral(Function of, double low, double high) {
    constexpr int kPieces = 4000;
    const double step = (high - low) / kPieces;
    double sum = of(low) + of(high);
    for (int i = 1; i < kPieces; ++i) sum += (i % 2 == 1 ? 4 : 2) * of(low + i * step);
    return sum * step / 3;
}

double nats(const Likelihood& likelihood, double l, double x) {
    return static_cast<double>(reconstructionNats(likelihood, Matrix::Constant(1, 1, static_cast<float>(x)),
                                                  Matrix::Constant(1, 1, static_cast<float>(l)))[0]);
}

double density(const Likelihood& likelihood, double l, double x) {
    return std::exp(-nats(likelihood, l, x));
}

} // namespace

/// The closed forms of the likelihoods against quadrature and hand calculations.
class LikelihoodTest : public QObject {
    Q_OBJECT
  private slots:
    void densitiesIntegrateToOne_data();
    void densitiesIntegrateToOne();
    void meansAreFirstMoments_data() { logits(); }
    void meansAreFirstMoments();
    void binaryProbabilitiesAddUp_data() { logits(); }
    void binaryProbabilitiesAddUp();
    void theBestDeviationIsSoftlyClipped();
    void textsAndBack();
    void comparableWhereNatsMeanTheSame();

  private:
    void logits();
};

void LikelihoodTest::logits() {
    QTest::addColumn<double>("l");
    for (const double l : {0.0, 1e-4, -0.01, 0.09, -0.11, 0.6, -2.0, 5.0, -30.0}) QTest::addRow("%g", l) << l;
}

void LikelihoodTest::densitiesIntegrateToOne_data() {
    QTest::addColumn<QString>("likelihood");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<double>("l");
    for (const double l : {0.0, 1e-4, -0.01, 0.24, -0.26, 2.0, -9.0}) {
        QTest::addRow("continuous Bernoulli, %g", l) << "continuous-bernoulli" << 0.0 << 1.0 << l;
        QTest::addRow("Gaussian, %g", l) << "gaussian:0.25" << -3.0 << 4.0 << l;
    }
}

void LikelihoodTest::densitiesIntegrateToOne() {
    QFETCH(QString, likelihood);
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(double, l);
    const Likelihood asked = parseLikelihood(likelihood.toStdString());
    const double all = integral([&](double x) { return density(asked, l, x); }, low, high);
    QVERIFY2(std::abs(all - 1) < 1e-5, qPrintable(QString::number(all))); // nats are floats
}

void LikelihoodTest::meansAreFirstMoments() {
    QFETCH(double, l);
    const Likelihood continuous{.kind = Likelihood::Kind::ContinuousBernoulli};
    const double constant = integral([&](double x) { return std::exp(l * x); }, 0, 1);
    const double moment = integral([&](double x) { return x * std::exp(l * x); }, 0, 1) / constant;
    QVERIFY2(std::abs(meanOf(continuous, l) - moment) < 1e-9,
             qPrintable(QString("%1, not %2").arg(meanOf(continuous, l)).arg(moment)));
    for (const char* other : {"bernoulli", "binarised", "gaussian:0.25", "sigma"})
        QVERIFY(std::abs(meanOf(parseLikelihood(other), l) - 1 / (1 + std::exp(-l))) < 1e-15);
    const Matrix decoded = meansOf(continuous, Matrix::Constant(2, 3, static_cast<float>(l)));
    QVERIFY((decoded.array() - static_cast<float>(moment)).abs().maxCoeff() < 1e-6F);
}

void LikelihoodTest::binaryProbabilitiesAddUp() {
    QFETCH(double, l);
    const Likelihood binary = parseLikelihood("binarised");
    QVERIFY(std::abs(density(binary, l, 0) + density(binary, l, 1) - 1) < 1e-6);
}

// ln σ = −6 + softplus(½ ln error + 6) is σ = exp(−6) + √error.
void LikelihoodTest::theBestDeviationIsSoftlyClipped() {
    for (const double error : {1e-12, 1e-5, 0.003, 0.05, 0.25})
        QVERIFY(std::abs(optimalDeviation(error) / (std::exp(-6) + std::sqrt(error)) - 1) < 1e-12);
    QVERIFY(std::abs(optimalDeviation(0) / std::exp(-6) - 1) < 1e-9);
    // Away from the clip it is the σ with the fewest nats.
    const double error = 0.05;
    const auto natsAt = [&](double sigma) {
        return natsOf({.kind = Likelihood::Kind::Gaussian, .deviation = static_cast<float>(sigma)}, error, 1);
    };
    const double best = optimalDeviation(error);
    QVERIFY(natsAt(best) < natsAt(0.95 * best) && natsAt(best) < natsAt(1.05 * best));
}

void LikelihoodTest::textsAndBack() {
    for (const char* text :
         {"bernoulli", "binarised", "binarised:0.5", "gaussian:0.25", "sigma", "continuous-bernoulli"})
        QCOMPARE(likelihoodText(parseLikelihood(text)), std::string(text));
    QCOMPARE(parseLikelihood("gaussian").deviation, 0.1F);
    for (const char* text :
         {"", "normal", "sigma:1", "bernoulli:", "gaussian:", "gaussian:x", "binarised:half"})
        QVERIFY_THROWS_EXCEPTION(Error, parseLikelihood(text));
}

void LikelihoodTest::comparableWhereNatsMeanTheSame() {
    QVERIFY(comparable(parseLikelihood("gaussian:0.1"), parseLikelihood("gaussian:0.1")));
    QVERIFY(!comparable(parseLikelihood("gaussian:0.1"), parseLikelihood("gaussian:0.2")));
    QVERIFY(!comparable(parseLikelihood("binarised"), parseLikelihood("binarised:0.5")));
    QVERIFY(!comparable(parseLikelihood("bernoulli"), parseLikelihood("binarised")));
    Likelihood found = parseLikelihood("sigma");
    found.deviation = 0.3F; // as found by training
    QVERIFY(comparable(parseLikelihood("sigma"), found));
}

QTEST_GUILESS_MAIN(LikelihoodTest)
#include "likelihood_test.moc"
