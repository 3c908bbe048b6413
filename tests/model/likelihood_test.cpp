// SPDX-License-Identifier: GPL-3.0-or-later
// What the nats of each likelihood mean, against quadrature.
#include "core/model/model.h"
#include "core/model/objective.h"

#include <QTest>

#include <cmath>

using namespace latent;

namespace {

constexpr Index kPoints = 20001;

/// p(x|z) of one pixel over a grid of x, from the model's own nats.
Eigen::ArrayXd densities(const Likelihood& likelihood, float logit, const Eigen::ArrayXd& x) {
    const Matrix images = x.cast<float>().transpose().matrix();
    const Vector nats = reconstructionNats(likelihood, images, Matrix::Constant(1, x.size(), logit));
    return (-nats.cast<double>().array()).exp();
}

double integral(const Eigen::ArrayXd& values, double width) {
    const double ends = 0.5 * (values[0] + values[values.size() - 1]);
    return (values.sum() - ends) * width / static_cast<double>(values.size() - 1);
}

} // namespace

class LikelihoodTest : public QObject {
    Q_OBJECT

  private slots:
    void theContinuousBernoulliIsADensity_data() {
        QTest::addColumn<float>("logit");
        for (const float logit : {-20.0F, -6.0F, -1.0F, -0.01F, -1e-4F, 0.0F, 1e-3F, 0.05F, 2.0F, 9.0F})
            QTest::addRow("logit %g", static_cast<double>(logit)) << logit;
    }
    void theContinuousBernoulliIsADensity() {
        QFETCH(const float, logit);
        const Likelihood likelihood = parseLikelihood("continuous-bernoulli");
        const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(kPoints, 0, 1);
        const Eigen::ArrayXd p = densities(likelihood, logit, x);
        QVERIFY(std::abs(integral(p, 1) - 1) < 1e-5);
        QVERIFY(std::abs(integral(p * x, 1) - meanOf(likelihood, static_cast<double>(logit))) < 1e-5);
    }

    void theGaussianIsADensity_data() {
        QTest::addColumn<float>("deviation");
        QTest::newRow("0.05") << 0.05F;
        QTest::newRow("0.1") << 0.1F;
        QTest::newRow("1") << 1.0F;
    }
    void theGaussianIsADensity() {
        QFETCH(const float, deviation);
        for (const char* const name : {"gaussian", "sigma"}) {
            Likelihood likelihood = parseLikelihood(name);
            likelihood.deviation = deviation;
            const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(kPoints, -9, 10);
            const Eigen::ArrayXd p = densities(likelihood, 0.7F, x);
            const double mean = 1 / (1 + std::exp(-0.7));
            QVERIFY(std::abs(integral(p, 19) - 1) < 1e-4);
            QVERIFY(std::abs(integral(p * x, 19) - mean) < 1e-4);
            QVERIFY(std::abs(integral(p * (x - mean).square(), 19) -
                             static_cast<double>(deviation * deviation)) < 1e-3);
        }
    }

    void theBernoulliIsAMassOfBlackAndWhite() {
        const Eigen::ArrayXd ends = Eigen::ArrayXd::LinSpaced(2, 0, 1);
        for (const char* const name : {"bernoulli", "binarised", "binarised:0.5"}) {
            const Eigen::ArrayXd p = densities(parseLikelihood(name), 1.3F, ends);
            QVERIFY(std::abs(p.sum() - 1) < 1e-6);
            QVERIFY(std::abs(p[1] - 1 / (1 + std::exp(-1.3))) < 1e-6);
        }
    }
};

QTEST_GUILESS_MAIN(LikelihoodTest)
#include "likelihood_test.moc"
