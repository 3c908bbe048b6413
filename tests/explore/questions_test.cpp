// SPDX-License-Identifier: GPL-3.0-or-later
// Questions are values, and their answers depend on nothing but them and the evidence.
#include "core/explore/decoding.h"
#include "core/explore/diagnostics/diagnose.h"
#include "core/explore/diagnostics/set_statistics.h"
#include "core/explore/inspection.h"
#include "core/explore/projection.h"
#include "core/explore/traversal.h"
#include "core/model/preview_model.h"
#include "tests/explore/toy_model.h"

#include <QTest>

#include <numeric>

using namespace latent;

namespace {

constexpr int kLatent = 3;
constexpr Index kImages = 40;
// decode() of one column and of many may add in another order: a few units in the last place of 0 … 1.
constexpr float kSame = 2e-6F;

Evidence someEvidence() {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model = toyModel(kLatent);
    snapshot->step = 12;
    snapshot->taken = std::chrono::steady_clock::time_point(std::chrono::seconds(5));
    auto codes = std::make_shared<Matrix>(kLatent, kImages);
    Random(3, Stream::Noise).fillNormal(codes->data(), codes->size());
    snapshot->codes = codes;
    auto dataset = std::make_shared<ImageDataset>(toyDataset(snapshot->model.architecture.shape, kImages));
    dataset->test.resize(kImages);
    std::iota(dataset->test.begin(), dataset->test.end(), 0U);
    return {snapshot, dataset, "a", 12};
}

} // namespace

class QuestionsTest : public QObject {
    Q_OBJECT

  private slots:
    void evidenceIsEqualOnlyToItself() {
        const Evidence evidence = someEvidence();
        QVERIFY(evidence == Evidence(evidence));
        QVERIFY(evidence != someEvidence()); // other objects
        Evidence other = evidence;
        other.run = std::string("b");
        QVERIFY(evidence != other);
        other = evidence;
        other.step = 13;
        QVERIFY(evidence != other);
        QVERIFY(Evidence() == Evidence());
    }

    void renamedImagesAreTheSame() {
        const DatasetPtr images = someEvidence().dataset;
        auto renamed = std::make_shared<ImageDataset>(*images);
        renamed->classNames = {"boots"};
        QVERIFY(sameImages(images, renamed));
        QVERIFY(sameImages({}, {}));
        QVERIFY(!sameImages(images, {}) && !sameImages({}, images));
        QVERIFY(!sameImages(images, someEvidence().dataset)); // equal, but other ones
    }

    void evidenceFollowsAsTrainingGoesOn() {
        const Evidence now = someEvidence();
        Evidence later = now;
        later.snapshot = std::make_shared<Snapshot>();
        QVERIFY(follows(later, now));
        later.step = 13;
        QVERIFY(follows(later, now) && !follows(now, later));
        later.run = std::string("b");
        QVERIFY(!follows(later, now));
        later = now;
        later.dataset = someEvidence().dataset;
        QVERIFY(!follows(later, now));
        later = now;
        later.snapshot.reset();
        QVERIFY(!follows(later, now) && !follows(now, later));
    }

    void theMapIsTheProjectionOfTheCodes() {
        const Evidence evidence = someEvidence();
        const MapAxes axes{.pca = true};
        const MapFrame expected = projectCodes(*evidence.snapshot->codes, axes, nullptr);
        const MapFrame frame = answer(evidence, MapQuestion{axes, {}});
        QCOMPARE(frame.asked, axes);
        QCOMPARE(frame.x, expected.x);
        QCOMPARE(frame.taken, evidence.snapshot->taken);
    }

    void mainAxesKeepTheirSigns() {
        const Evidence evidence = someEvidence();
        const MapAxes axes{.pca = true};
        auto turned = std::make_shared<MapFrame>(answer(evidence, MapQuestion{axes, {}}));
        const std::vector<float> before = turned->x;
        turned->own.axes.row(0) *= -1;
        const MapFrame after = answer(evidence, MapQuestion{axes, turned});
        QVERIFY(std::abs(after.x[3] + before[3]) < 1e-5F && std::abs(before[3]) > 1e-3F);
        turned->asked.pca = false; // a map of other axes says nothing
        QCOMPARE(answer(evidence, MapQuestion{axes, turned}).x, before);
    }

    void picturesAreDecoded_data() {
        QTest::addColumn<int>("step");
        QTest::newRow("in full") << 1;
        QTest::newRow("small") << 2;
    }
    void picturesAreDecoded() {
        QFETCH(int, step);
        const Evidence evidence = someEvidence();
        const Model& model = evidence.snapshot->model;
        PreviewModels previews;
        const Matrix points = Matrix::Random(kLatent, 5);
        const Pictures pictures = answer(evidence, PicturesQuestion{points, step}, previews);
        const Model expected = previewModel(model, step);
        QCOMPARE(pictures.shape, expected.architecture.shape);
        QVERIFY(pictures.images.isApprox(decode(expected, points), kSame));
        const StripsQuestion question{.point = points.col(0),
                                      .range = latentRange(*evidence.snapshot),
                                      .frames = 3,
                                      .dimensions = {2},
                                      .previewStep = step};
        const FilmStrips strips = answer(evidence, question, previews);
        QVERIFY(strips.image.isApprox(decode(model, points.col(0)).col(0), kSame));
        QCOMPARE(strips.stripShape, expected.architecture.shape);
        QCOMPARE(strips.strips.cols(), Index{3});
    }

    void anImageIsInspected() {
        const Evidence evidence = someEvidence();
        const Inspection found = answer(evidence, InspectionQuestion{7});
        const Inspection expected = inspect(*evidence.snapshot, *evidence.dataset, 7);
        QCOMPARE(found.image, Index{7});
        QCOMPARE(found.mean, expected.mean);
        QCOMPARE(found.neighbours, expected.neighbours);
    }

    void theNearestNeedCodes() {
        Evidence evidence = someEvidence();
        const Vector point = evidence.snapshot->codes->col(9);
        QCOMPARE(answer(evidence, NearestQuestion{point}).front(), Index{9});
        auto early = std::make_shared<Snapshot>(*evidence.snapshot);
        early->codes.reset();
        evidence.snapshot = early;
        QVERIFY(answer(evidence, NearestQuestion{point}).empty());
    }

    void diagnosticsKnowTheirStep() {
        const Evidence evidence = someEvidence();
        const DiagnosticsQuestion question{.samples = 5};
        const DiagnosticsReport report = answer(evidence, question, {});
        QCOMPARE(report.step, std::int64_t{12});
        ThreadTeam team(1);
        const DiagnosticsReport expected =
            diagnose(evidence.snapshot->model, *evidence.dataset, question, team, {});
        QCOMPARE(report.bound->logLikelihood.value, expected.bound->logLikelihood.value);
        QVERIFY(question == DiagnosticsQuestion{.samples = 5} &&
                question != DiagnosticsQuestion{.samples = 6});
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, answer(evidence, question, {[](double) {}, stop.get_token()}));
    }

    void statisticsAreOfTheImages() {
        const Evidence evidence{.dataset = someEvidence().dataset};
        const PixelStatistics found = answer(evidence, StatisticsQuestion{}, {});
        QCOMPARE(found.mean, pixelStatistics(*evidence.dataset).mean);
    }
};

QTEST_MAIN(QuestionsTest)
#include "questions_test.moc"
