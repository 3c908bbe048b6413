// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/kl_parts.h"

#include "core/base/random.h"
#include "core/explore/diagnostics/aggregate_posterior.h"

#include <QTest>

#include <cmath>

using namespace latent;

namespace {

Posterior posteriorOf(Index latentSize, Index images, float spread, float logVariance) {
    Posterior posterior{Matrix(latentSize, images), Matrix::Constant(latentSize, images, logVariance)};
    Random(3, Stream::Data).fillNormal(posterior.mean.data(), posterior.mean.size());
    posterior.mean *= spread;
    return posterior;
}

bool near(const MeanOver& value, double expected, double slack = 1e-9) {
    return std::abs(value.value - expected) <= 4 * value.standardError + slack;
}

} // namespace

class KlPartsTest : public QObject {
    Q_OBJECT

  private slots:
    void sumIsTheMeanKl() {
        Posterior posterior = posteriorOf(3, 1500, 1.2F, -1.5F);
        posterior.logVariance.row(1).setConstant(-0.2F);
        const double kl = klPerDimension(posterior).cast<double>().colwise().sum().mean();
        ThreadTeam team(2);
        const KlParts parts = klParts(posterior, 5, team, {});
        QCOMPARE(parts.images, Index{1500});
        QVERIFY(near(parts.sum, kl));
        QVERIFY(std::abs(parts.mutualInformation.value + parts.totalCorrelation.value +
                         parts.dimensionWise.value - parts.sum.value) < 1e-9);
    }

    void codesThatTellNothing() {
        // Every posterior is the same: what KL there is is dimension-wise.
        const Posterior posterior{Matrix::Constant(2, 400, 0.5F), Matrix::Zero(2, 400)};
        ThreadTeam team(2);
        const KlParts parts = klParts(posterior, 5, team, {});
        QVERIFY(std::abs(parts.mutualInformation.value) < 1e-9);
        QVERIFY(std::abs(parts.totalCorrelation.value) < 1e-9);
        QVERIFY(near(parts.dimensionWise, 2 * 0.125));
    }

    void codesThatTellTheImage() {
        // Narrow and far apart: the index is known, ln n nats; along one line: as much again is correlation.
        constexpr Index kImages = 200;
        Posterior posterior{Matrix(2, kImages), Matrix::Constant(2, kImages, -12)};
        posterior.mean.row(0) = Vector::LinSpaced(kImages, -2, 2).transpose();
        posterior.mean.row(1) = posterior.mean.row(0);
        ThreadTeam team(2);
        const KlParts parts = klParts(posterior, 5, team, {});
        QVERIFY(std::abs(parts.mutualInformation.value - std::log(kImages)) < 1e-3);
        QVERIFY(std::abs(parts.totalCorrelation.value - std::log(kImages)) < 1e-3);
    }

    void dependentDimensionsByAGaussiansFormula() {
        // q(z) is nearly N(0, [1 ρ; ρ 1]): TC = −½ ln (1 − ρ²), MI = ln (spread) a dimension at most.
        constexpr float kRho = 0.8F;
        Posterior posterior = posteriorOf(2, 4000, 1, 0);
        posterior.mean.row(1) =
            kRho * posterior.mean.row(0) + std::sqrt(1 - kRho * kRho) * posterior.mean.row(1);
        posterior.mean *= std::sqrt(0.5F);
        posterior.logVariance.setConstant(std::log(0.5F));
        ThreadTeam team(2);
        const KlParts parts = klParts(posterior, 5, team, {});
        constexpr double kQ = 0.5 * 0.8; // of z = half of it means, half of it noise
        QVERIFY(near(parts.totalCorrelation, -0.5 * std::log(1 - kQ * kQ), 0.02));
        QVERIFY(near(parts.mutualInformation, 0.5 * std::log((1 - kQ * kQ) / 0.25), 0.03));
        QVERIFY(near(parts.dimensionWise, 0, 0.02));
    }

    void sameForAnyTeam() {
        const Posterior posterior = posteriorOf(4, 333, 1, -1);
        ThreadTeam one(1);
        const KlParts parts = klParts(posterior, 5, one, {});
        const AggregatePosterior aggregate = aggregatePosterior(posterior, 5, one, {});
        for (const int threads : {2, 3}) {
            ThreadTeam team(threads);
            const KlParts other = klParts(posterior, 5, team, {});
            QCOMPARE(other.mutualInformation.value, parts.mutualInformation.value);
            QCOMPARE(other.totalCorrelation.value, parts.totalCorrelation.value);
            QVERIFY(aggregatePosterior(posterior, 5, team, {}).density == aggregate.density);
        }
    }

    void aggregateAgainstTheNormal() {
        ThreadTeam team(2);
        // The first dimension is N(0, 1) itself, the second is moved by 0.75, the third is as wide as two.
        Posterior posterior{Matrix::Zero(3, 1000), Matrix::Zero(3, 1000)};
        posterior.mean.row(1).setConstant(0.75F);
        posterior.logVariance.row(2).setConstant(std::log(4.0F));
        const AggregatePosterior aggregate = aggregatePosterior(posterior, 5, team, {});
        QVERIFY(aggregate.wasserstein[0] < 0.02);
        QVERIFY(std::abs(aggregate.wasserstein[1] - 0.75F) < 0.02);
        // |2z − z| on average: E|z| = √(2/π)
        QVERIFY(std::abs(aggregate.wasserstein[2] - 0.7979F) < 0.03);
        const float width = (aggregate.high - aggregate.low) / static_cast<float>(aggregate.density.rows());
        QVERIFY(std::abs(aggregate.density.col(0).sum() * width - 1) < 1e-3);
        QVERIFY(std::abs(aggregate.density.col(0).maxCoeff() - 0.399F) < 0.03);
        QVERIFY(aggregate.density.col(2).sum() * width < 0.97); // its tails lie outside
    }

    void distanceOfSortedValuesByHand() {
        Eigen::ArrayXf values(2);
        values << 0, 1; // against Φ⁻¹(¼) = −0.67449 and its mirror
        QVERIFY(std::abs(distanceFromNormal(values) - 0.5 * (0.67449 + 0.32551)) < 1e-4);
    }
};

QTEST_GUILESS_MAIN(KlPartsTest)
#include "kl_parts_test.moc"
