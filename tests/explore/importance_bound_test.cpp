// SPDX-License-Identifier: GPL-3.0-or-later
// Both ways to log p(x), against each other, against naive sums and against pencil and paper.
#include "core/explore/diagnostics/importance_bound.h"

#include "core/explore/diagnostics/grid_likelihood.h"
#include "core/explore/diagnostics/log_sum.h"
#include "core/explore/diagnostics/test_scores.h"
#include "tests/explore/toy_model.h"
#include "tests/explore/trained_model.h"

#include <QTest>

#include <cmath>
#include <numbers>
#include <numeric>

using namespace latent;

namespace {

/// Images of a set, seen by a model, with the team that sees them.
struct Seen {
    Seen(Model seenBy, ImageDataset set, int threads = 2)
        : model(std::move(seenBy))
        , dataset(std::move(set))
        , team(threads)
        , indices(static_cast<std::size_t>(dataset.size()))
        , images{model, dataset, indices, 7, {}} {
        std::iota(indices.begin(), indices.end(), 0);
        scores = scoreImages(images, team, {});
    }
    Eigen::ArrayXd bounds(int samples) { return importanceBounds(images, images.count(), samples, team, {}); }

    Model model;
    ImageDataset dataset;
    ThreadTeam team;
    std::vector<std::uint32_t> indices;
    SeenImages images;
    TestScores scores;
};

/// Codes tell nothing, and every image decodes to the same logits.
Model constantModel(int latentSize, const Likelihood& likelihood, float logit) {
    Model model = toyModel(latentSize, {.likelihood = likelihood});
    std::fill(model.weights.begin(), model.weights.end(), 0.0F);
    for (const TensorBlock& tensor : networkLayout(model.architecture)) {
        if (tensor.name == "output.bias")
            std::fill_n(model.weights.begin() + tensor.offset, model.architecture.shape.pixels(), logit);
    }
    return model;
}

} // namespace

class ImportanceBoundTest : public QObject {
    Q_OBJECT

  private slots:
    void ofAConstantModelByPencil() {
        constexpr float kLogit = 0.8F;
        Seen seen(constantModel(2, {}, kLogit), toyDataset({4, 3, 1}, 20));
        const double one = -std::log1p(std::exp(-0.8)); // ln λ
        const double zero = -std::log1p(std::exp(0.8)); // ln (1 − λ)
        const Eigen::ArrayXd bounds = seen.bounds(300);
        const std::optional<Eigen::ArrayXd> exact = gridLogLikelihoods(seen.images, 20, seen.team, {});
        QVERIFY(exact);
        for (Index i = 0; i < 20; ++i) {
            double expected = 0;
            for (const std::uint8_t byte : seen.dataset.image(i))
                expected += byte / 255.0 * one + (1 - byte / 255.0) * zero;
            QVERIFY(std::abs(bounds[i] - expected) < 1e-5);
            QVERIFY(std::abs((*exact)[i] - expected) < 1e-4);
            QVERIFY(std::abs(seen.scores.kl[i]) < 1e-6);
        }
    }

    void oneSampleEstimatesTheElbo() {
        Seen seen(toyModel(3), toyDataset({4, 3, 1}, 4000));
        const Eigen::ArrayXd elbo = -seen.scores.reconstruction - seen.scores.kl;
        const MeanOver difference = meanOver(seen.bounds(1) - elbo);
        QVERIFY(difference.standardError > 0);
        QVERIFY2(std::abs(difference.value) < 4 * difference.standardError,
                 qPrintable(QString("%1 ± %2").arg(difference.value).arg(difference.standardError)));
    }

    void risesWithItsSamples() {
        Seen seen(toyModel(4), toyDataset({4, 3, 1}, 300));
        double before = -std::numeric_limits<double>::infinity();
        for (const int samples : {1, 4, 16, 64, 256, 1024}) {
            const double bound = seen.bounds(samples).mean();
            QVERIFY2(bound > before, qPrintable(QString("%1 samples").arg(samples)));
            before = bound;
        }
    }

    void isTheNaiveSum() {
        Seen seen(toyModel(2), toyDataset({4, 3, 1}, 3));
        constexpr int kSamples = 600; // more than a block
        const Eigen::ArrayXd bounds = seen.bounds(kSamples);
        for (Index image = 0; image < 3; ++image) {
            double sum = 0;
            int done = 0;
            for (std::uint64_t block = 0; done < kSamples; ++block) {
                Matrix e(2, std::min(256, kSamples - done));
                Random(7, Stream::Diagnostics, static_cast<std::uint64_t>(image), block)
                    .fillNormal(e.data(), e.size());
                done += static_cast<int>(e.cols());
                for (Index k = 0; k < e.cols(); ++k) sum += weight(seen, image, e.col(k));
            }
            QVERIFY(std::abs(bounds[image] - std::log(sum / kSamples)) < 1e-4);
        }
    }

    void gridAgainstANaiveSum_data() {
        QTest::addColumn<QString>("likelihood");
        for (const char* const name :
             {"bernoulli", "binarised", "binarised:0.5", "gaussian:0.3", "sigma", "continuous-bernoulli"})
            QTest::newRow(name) << name;
    }
    void gridAgainstANaiveSum() {
        QFETCH(const QString, likelihood);
        Seen seen(toyModel(1, {.likelihood = parseLikelihood(likelihood.toStdString())}),
                  toyDataset({4, 3, 1}, 5));
        const std::optional<Eigen::ArrayXd> exact = gridLogLikelihoods(seen.images, 5, seen.team, {});
        QVERIFY(exact);
        constexpr int kPoints = 4001;
        const Matrix z = Vector::LinSpaced(kPoints, -8, 8).transpose();
        for (Index image = 0; image < 5; ++image) {
            const Vector nats = decodedNats(seen.model, z, seen.images.pixels(image, 1).col(0));
            double integral = 0;
            for (Index i = 0; i < kPoints; ++i) {
                const double at = z(0, i);
                integral += std::exp(-double{nats[i]} - 0.5 * at * at) / std::sqrt(2 * std::numbers::pi);
            }
            const double expected = std::log(integral * 16 / (kPoints - 1));
            QVERIFY2(std::abs((*exact)[image] - expected) < 2e-3,
                     qPrintable(QString("%1, not %2").arg((*exact)[image]).arg(expected)));
        }
    }

    void gridAndBoundAgreeOnATrainedModel_data() {
        QTest::addColumn<int>("latentSize");
        QTest::newRow("one dimension") << 1;
        QTest::newRow("two dimensions") << 2;
    }
    void gridAndBoundAgreeOnATrainedModel() {
        QFETCH(const int, latentSize);
        const DatasetPtr dataset = test::tinyDataset(500, 0);
        Seen seen(test::trainedModel(dataset, latentSize), *test::tinyDataset(40, 0, 8, 2));
        const double elbo = -(seen.scores.reconstruction + seen.scores.kl).mean();
        const std::optional<Eigen::ArrayXd> exact = gridLogLikelihoods(seen.images, 40, seen.team, {});
        QVERIFY(exact);
        const Eigen::ArrayXd bound = seen.bounds(5000);
        QVERIFY(elbo < exact->mean());
        QVERIFY2((bound - *exact).abs().maxCoeff() < 0.1,
                 qPrintable(QString("off by %1").arg((bound - *exact).abs().maxCoeff())));
    }

    void gridKnowsWhereItEnds() {
        Seen three(toyModel(3), toyDataset({4, 3, 1}, 2));
        QVERIFY(!gridLogLikelihoods(three.images, 2, three.team, {}));
        // A sharp decoder: the posterior is far narrower than any grid that can be paid for.
        Model model = toyModel(2, {.likelihood = parseLikelihood("gaussian:0.00001")});
        Seen sharp(std::move(model), toyDataset({4, 3, 1}, 2));
        sharp.images.posterior.logVariance.setConstant(-20);
        QVERIFY(!gridLogLikelihoods(sharp.images, 2, sharp.team, {}));
    }

    void sameForAnyTeam() {
        for (const int latentSize : {1, 2}) {
            const auto answer = [&](int threads) {
                Seen seen(toyModel(latentSize), toyDataset({4, 3, 1}, 9), threads);
                return std::pair{seen.bounds(700), *gridLogLikelihoods(seen.images, 9, seen.team, {})};
            };
            const auto [bounds, exact] = answer(1);
            for (const int threads : {2, 3}) {
                const auto [otherBounds, otherExact] = answer(threads);
                QVERIFY((bounds == otherBounds).all());
                QVERIFY((exact == otherExact).all());
            }
        }
    }

    void stopsWhenAsked() {
        Seen seen(toyModel(2), toyDataset({4, 3, 1}, 9));
        std::stop_source source;
        source.request_stop();
        const Progress stopped{.stop = source.get_token()};
        QVERIFY_THROWS_EXCEPTION(Cancelled, importanceBounds(seen.images, 9, 5000, seen.team, stopped));
        QVERIFY_THROWS_EXCEPTION(Cancelled, gridLogLikelihoods(seen.images, 9, seen.team, stopped));
    }

  private:
    // p(x|z) p(z) / q(z|x) of one draw, term by term.
    static double weight(const Seen& seen, Index image, const Vector& e) {
        const Vector sigma = seen.images.posterior.sigma().col(image);
        const Vector mean = seen.images.posterior.mean.col(image);
        const Vector z = mean + sigma.cwiseProduct(e);
        const double nats = decodedNats(seen.model, z, seen.images.pixels(image, 1).col(0))[0];
        double prior = 1;
        double posterior = 1;
        for (Index j = 0; j < z.size(); ++j) {
            prior *= normal(z[j], 0, 1);
            posterior *= normal(z[j], mean[j], sigma[j]);
        }
        return std::exp(-nats) * prior / posterior;
    }
    static double normal(double x, double mean, double sigma) {
        const double t = (x - mean) / sigma;
        return std::exp(-0.5 * t * t) / (sigma * std::sqrt(2 * std::numbers::pi));
    }
};

QTEST_GUILESS_MAIN(ImportanceBoundTest)
#include "importance_bound_test.moc"
