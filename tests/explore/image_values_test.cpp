// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/values/image_values.h"

#include "core/explore/inspection.h"
#include "tests/explore/toy_model.h"

#include <QTest>

#include <cmath>

using namespace latent;

namespace {

using Kind = ImageValuesQuestion::Kind;

// Float kernels for one image and for 64 sum in different orders.
constexpr double kRounding = 2e-5;

constexpr Index kImages = 200; // some blocks, the last one not full

Evidence toyEvidence(Objective objective = {}) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model = toyModel(3, objective);
    auto dataset = std::make_shared<const ImageDataset>(toyDataset({.width = 4, .height = 3}, kImages));
    return {.snapshot = snapshot, .dataset = dataset};
}

std::vector<float> ask(const Evidence& evidence, const ImageValuesQuestion& question, int threads = 2) {
    ThreadTeam team(threads);
    return imageValues(evidence, question, team, {}).values;
}

bool near(float found, double expected) {
    return std::abs(static_cast<double>(found) - expected) <= kRounding * (1 + std::abs(expected));
}

Matrix codesByInspection(const Evidence& evidence) {
    Matrix codes(3, kImages);
    for (Index i = 0; i < kImages; ++i) codes.col(i) = inspect(*evidence.snapshot, *evidence.dataset, i).mean;
    return codes;
}

} // namespace

class ImageValuesTest : public QObject {
    Q_OBJECT

  private slots:
    void eachIsWhatAnInspectionSays_data() {
        QTest::addColumn<int>("likelihood");
        QTest::newRow("Bernoulli") << static_cast<int>(Likelihood::Kind::Bernoulli);
        QTest::newRow("drawn pixels") << static_cast<int>(Likelihood::Kind::Binarised);
        QTest::newRow("Gaussian") << static_cast<int>(Likelihood::Kind::Gaussian);
        QTest::newRow("continuous Bernoulli") << static_cast<int>(Likelihood::Kind::ContinuousBernoulli);
    }
    void eachIsWhatAnInspectionSays() {
        QFETCH(int, likelihood);
        Objective objective;
        objective.likelihood.kind = static_cast<Likelihood::Kind>(likelihood);
        const Evidence evidence = toyEvidence(objective);
        const std::vector<float> loss = ask(evidence, {Kind::Loss});
        const std::vector<float> kl = ask(evidence, {Kind::Kl});
        const std::vector<float> mean = ask(evidence, {Kind::Mean, 1});
        const std::vector<float> sigma = ask(evidence, {Kind::Sigma, 2});
        const std::vector<float> distance = ask(evidence, {Kind::DistanceFromCentre});
        QCOMPARE(loss.size(), static_cast<std::size_t>(kImages));
        for (Index i = 0; i < kImages; ++i) {
            const Inspection seen = inspect(*evidence.snapshot, *evidence.dataset, i);
            const auto at = static_cast<std::size_t>(i);
            QVERIFY(near(loss[at], seen.reconstructionNats));
            QVERIFY(near(kl[at], seen.klNats));
            QVERIFY(near(mean[at], seen.mean[1]));
            QVERIFY(near(sigma[at], seen.sigma[2]));
            QVERIFY(near(distance[at], seen.mean.norm()));
        }
    }

    void numbersAreTheSameForAnyTeam() {
        const Evidence evidence = toyEvidence();
        const auto set = std::make_shared<const std::vector<Index>>(std::vector<Index>{3, 50, 199});
        for (const Kind kind : {Kind::Loss, Kind::Kl, Kind::Sigma, Kind::DistanceToSet})
            QCOMPARE(ask(evidence, {kind, 1, set}, 1), ask(evidence, {kind, 1, set}, 3));
    }

    void theSnapshotsCodesAreTakenWhereThereAreSome() {
        Evidence evidence = toyEvidence();
        auto snapshot = std::make_shared<Snapshot>(*evidence.snapshot);
        Matrix codes(3, kImages);
        Random(4, Stream::Noise).fillNormal(codes.data(), codes.size());
        codes(1, 7) = INFINITY;
        snapshot->codes = std::make_shared<const Matrix>(codes);
        evidence.snapshot = snapshot;
        const std::vector<float> mean = ask(evidence, {Kind::Mean, 1});
        for (Index i = 0; i < kImages; ++i)
            if (i != 7) QCOMPARE(mean[static_cast<std::size_t>(i)], codes(1, i));
        QVERIFY(std::isnan(mean[7]));                           // unknown, not infinite
        snapshot->codes = std::make_shared<const Matrix>(3, 5); // of other images
        QVERIFY(near(ask(evidence, {Kind::Mean, 1})[9],
                     inspect(*toyEvidence().snapshot, *evidence.dataset, 9).mean[1]));
    }

    void withoutAPriorTheCentreIsTheCodesMean() {
        Objective objective;
        objective.latentNoise = false;
        objective.beta = 0;
        const Evidence evidence = toyEvidence(objective);
        const Matrix codes = codesByInspection(evidence);
        const Vector centre = codes.rowwise().mean();
        const std::vector<float> distance = ask(evidence, {Kind::DistanceFromCentre});
        for (Index i = 0; i < kImages; ++i)
            QVERIFY(near(distance[static_cast<std::size_t>(i)], (codes.col(i) - centre).norm()));
    }

    void distanceToASetIsToItsNearestMember() {
        const Evidence evidence = toyEvidence();
        const Matrix codes = codesByInspection(evidence);
        const auto set = std::make_shared<const std::vector<Index>>(std::vector<Index>{0, 70, 71, 199});
        const std::vector<float> distance = ask(evidence, {Kind::DistanceToSet, 0, set});
        for (Index i = 0; i < kImages; ++i) {
            double nearest = INFINITY;
            for (const Index member : *set)
                nearest = std::min(nearest, static_cast<double>((codes.col(i) - codes.col(member)).norm()));
            QVERIFY(near(distance[static_cast<std::size_t>(i)], nearest));
        }
        QCOMPARE(distance[70], 0.0F);
        for (const float value : ask(evidence, {Kind::DistanceToSet})) QVERIFY(std::isnan(value));
        const auto wrong = std::make_shared<const std::vector<Index>>(std::vector<Index>{kImages});
        QVERIFY_THROWS_EXCEPTION(Error, ask(evidence, {Kind::DistanceToSet, 0, wrong}));
    }

    void rangeLeavesOutOddValues() {
        ImageValues values;
        for (int i = 0; i <= 1000; ++i) values.values.push_back(static_cast<float>(1000 - i));
        values.values[0] = 1e9F;
        values.values.push_back(std::nanf(""));
        setRobustRange(values);
        QCOMPARE(values.low, 10.0F);
        QCOMPARE(values.high, 990.0F);
        values.values = {std::nanf("")};
        setRobustRange(values);
        QCOMPARE(values.low, 0.0F);
        QCOMPARE(values.high, 0.0F);
    }

    void badQuestionsAndCancel() {
        const Evidence evidence = toyEvidence();
        QVERIFY_THROWS_EXCEPTION(Error, ask(evidence, {Kind::Mean, 3}));
        QVERIFY_THROWS_EXCEPTION(Error, ask(evidence, {Kind::Sigma, -1}));
        Evidence other = evidence;
        other.dataset = std::make_shared<const ImageDataset>(toyDataset({.width = 5, .height = 3}, 4));
        QVERIFY_THROWS_EXCEPTION(Error, ask(other, {Kind::Loss}));
        QVERIFY_THROWS_EXCEPTION(Error, ask(other, {Kind::Mean}));
        std::stop_source stop;
        stop.request_stop();
        for (const Kind kind : {Kind::Loss, Kind::Mean, Kind::DistanceToSet})
            QVERIFY_THROWS_EXCEPTION(Cancelled, answer(evidence, {kind}, {[](double) {}, stop.get_token()}));
    }
};

QTEST_GUILESS_MAIN(ImageValuesTest)
#include "image_values_test.moc"
