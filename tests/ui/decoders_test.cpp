// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/explore/traversal.h"
#include "core/model/network_layout.h"
#include "core/model/preview_model.h"
#include "ui/ask/decoding_rota.h"
#include "ui/ask/grid_decoder.h"
#include "ui/ask/strips_decoder.h"

#include <QTest>

#include <set>

namespace latent {
namespace {

constexpr int kLatent = 6;
// One column of many and one alone may add in another order.
constexpr float kSame = 1e-5F;

Evidence evidenceOf(int side, int seed = 1, const std::vector<int>& hidden = {64}) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model.architecture = {.shape = {side, side, 3}, .hidden = hidden, .latent = kLatent};
    snapshot->model.weights.resize(static_cast<std::size_t>(weightCount(snapshot->model.architecture)));
    Random(static_cast<std::uint64_t>(seed), Stream::Initialisation)
        .fillNormal(snapshot->model.weights.data(), static_cast<Index>(snapshot->model.weights.size()));
    for (float& weight : snapshot->model.weights) weight *= 0.1F;
    return {.snapshot = snapshot};
}

LatentRange someRange() {
    return {.low = Vector::Constant(kLatent, -3), .high = Vector::Constant(kLatent, 3), .prior = true};
}

Vector somePoint(float value) {
    return Vector::Constant(kLatent, value);
}

bool alike(const Matrix& a, const Matrix& b) {
    return a.rows() == b.rows() && a.cols() == b.cols() && (a - b).cwiseAbs().maxCoeff() < kSame;
}

} // namespace

class DecodersTest : public QObject {
    Q_OBJECT
  private slots:
    void rotasBeginWithWhatIsInView() {
        DecodingRota rota;
        rota.reset(5);
        rota.setInView({3, 1});
        QCOMPARE(rota.take(3), (std::vector{1, 3, 0}));
        QVERIFY(!rota.done());
        QCOMPARE(rota.take(9), (std::vector{2, 4}));
        QVERIFY(rota.done());
        QVERIFY(rota.take(1).empty());
    }

    void everyItemHasItsTurn() {
        DecodingRota rota;
        rota.reset(4);
        std::set<int> seen;
        for (int change = 0; change < 4; ++change) { // changes come faster than answers
            rota.restart();
            for (const int item : rota.take(1)) seen.insert(item);
        }
        QCOMPARE(seen.size(), std::size_t{4});
    }

    void oneAnswerHoldsAllOfSmallPictures() {
        const Evidence evidence = evidenceOf(8);
        StripsDecoder decoder(&m_lane, 0);
        std::vector<FilmStrips> answers;
        connect(&decoder, &StripsDecoder::ready, this,
                [&](const FilmStrips& strips) { answers.push_back(strips); });
        decoder.show(evidence, somePoint(0.5F), someRange(), 5);
        QTRY_COMPARE(answers.size(), std::size_t{1});
        QCOMPARE(answers[0].asked.dimensions.size(), std::size_t{kLatent});
        QVERIFY(alike(answers[0].image, decode(evidence.snapshot->model, somePoint(0.5F))));
    }

    void theLargePictureComesBeforeStrips() {
        const Evidence evidence = evidenceOf(64, 1, {512}); // 6 × 9 frames are more than one answer
        StripsDecoder decoder(&m_lane, 0);
        std::vector<FilmStrips> answers;
        std::set<int> dimensions;
        connect(&decoder, &StripsDecoder::ready, this, [&](const FilmStrips& strips) {
            answers.push_back(strips);
            dimensions.insert(strips.asked.dimensions.begin(), strips.asked.dimensions.end());
        });
        decoder.setInView({5});
        decoder.show(evidence, somePoint(1), someRange(), 9);
        QTRY_COMPARE(dimensions.size(), std::size_t{kLatent});
        QVERIFY(answers[0].asked.image && answers[0].asked.dimensions.empty());
        QVERIFY(!answers[1].asked.image);
        QCOMPARE(answers[1].asked.dimensions.front(), 5);
    }

    void smallPicturesAreDecodedInFullOnceNothingMoves() {
        const Evidence evidence = evidenceOf(64);
        StripsDecoder decoder(&m_lane, 0);
        std::vector<ImageShape> shapes;
        Matrix last;
        connect(&decoder, &StripsDecoder::ready, this, [&](const FilmStrips& strips) {
            shapes.push_back(strips.stripShape);
            last = strips.strips;
        });
        decoder.setShownPixels(30);
        decoder.show(evidence, somePoint(1), someRange(), 5);
        QTRY_VERIFY(!shapes.empty() && shapes.back().width == 64);
        QCOMPARE(shapes.front(), (ImageShape{32, 32, 3}));
    }

    void gridsAreThoseOfTheirPoints_data() {
        QTest::addColumn<int>("shown");
        QTest::newRow("in full") << 0;
        QTest::newRow("small first") << 20;
    }
    void gridsAreThoseOfTheirPoints() {
        QFETCH(int, shown);
        const Evidence evidence = evidenceOf(64, 1, {256});
        GridDecoder decoder(&m_lane, 0);
        std::vector<ImageGrid> answers;
        connect(&decoder, &GridDecoder::ready, this, [&](const ImageGrid& grid) { answers.push_back(grid); });
        decoder.setShownPixels(shown);
        const ImageGrid points = priorGrid(someRange(), 62, 8, 4); // the last row is not full
        decoder.show(evidence, points);
        QTRY_VERIFY(!answers.empty() && answers.back().complete && answers.back().shape.width == 64);
        QCOMPARE(answers.front().shape.width, shown == 0 ? 64 : 22);
        QVERIFY(answers.front().complete); // nothing was shown before
        const Matrix expected =
            decode(previewModel(evidence.snapshot->model, shown == 0 ? 1 : 3), points.points);
        QVERIFY(alike(answers.front().images, expected));
        QVERIFY(alike(answers.back().images, decode(evidence.snapshot->model, points.points)));
    }

    // While the new pictures come, the others show what they did before.
    void gridsChangeRowByRow() {
        const Evidence before = evidenceOf(64, 1, {512}), after = evidenceOf(64, 2, {512});
        GridDecoder decoder(&m_lane, 0);
        std::vector<ImageGrid> answers;
        connect(&decoder, &GridDecoder::ready, this, [&](const ImageGrid& grid) { answers.push_back(grid); });
        const ImageGrid points = priorGrid(someRange(), 64, 8, 4);
        decoder.show(before, points);
        QTRY_VERIFY(!answers.empty() && answers.back().complete);
        answers.clear();
        decoder.show(after, points);
        QTRY_VERIFY(!answers.empty() && answers.back().complete);
        QVERIFY(answers.size() > 1 && !answers.front().complete);
        QVERIFY(alike(answers.front().images.leftCols(8),
                      decode(after.snapshot->model, points.points.leftCols(8))));
        QVERIFY(alike(answers.front().images.rightCols(8),
                      decode(before.snapshot->model, points.points.rightCols(8))));
        QVERIFY(alike(answers.back().images, decode(after.snapshot->model, points.points)));
    }

    // Rows of an earlier moment, or of another run, would be taken for rows of this one.
    void gridsOfAnotherMomentComeWhole_data() {
        QTest::addColumn<QString>("run");
        QTest::addColumn<int>("step");
        QTest::newRow("another run") << "b" << 7;
        QTest::newRow("an earlier moment") << "a" << 6;
    }
    void gridsOfAnotherMomentComeWhole() {
        QFETCH(QString, run);
        QFETCH(int, step);
        Evidence before = evidenceOf(64, 1, {512}), after = evidenceOf(64, 2, {512});
        before.run = std::string("a");
        before.step = 7;
        after.run = run.toStdString();
        after.step = step;
        GridDecoder decoder(&m_lane, 0);
        std::vector<std::pair<Evidence, bool>> answers;
        connect(&decoder, &GridDecoder::ready, this, [&](const ImageGrid& grid, const Evidence& evidence) {
            answers.emplace_back(evidence, grid.complete);
        });
        const ImageGrid points = priorGrid(someRange(), 64, 8, 4);
        decoder.show(before, points);
        QTRY_VERIFY(!answers.empty() && answers.back().second);
        answers.clear();
        decoder.show(before, points); // rows of these are under way
        decoder.show(after, points);
        QTRY_VERIFY(!answers.empty());
        QVERIFY(answers.front().first == after && answers.front().second);
    }

    void theNewestPointIsShownInTheEnd() {
        const Evidence evidence = evidenceOf(32);
        StripsDecoder decoder(&m_lane, 0);
        FilmStrips last;
        connect(&decoder, &StripsDecoder::ready, this, [&](const FilmStrips& strips) {
            if (strips.asked.image) last = strips;
        });
        for (int i = 1; i <= 100; ++i)
            decoder.show(evidence, somePoint(0.01F * static_cast<float>(i)), someRange(), 9);
        QTRY_VERIFY(last.asked.point.size() > 0 && last.asked.point == somePoint(1));
        QVERIFY(alike(last.image, decode(evidence.snapshot->model, somePoint(1))));
    }

    void whatIsDroppedNeverComes() {
        StripsDecoder decoder(&m_lane, 0);
        int answers = 0;
        connect(&decoder, &StripsDecoder::ready, this, [&] { ++answers; });
        decoder.show(evidenceOf(64, 1, {512}), somePoint(1), someRange(), 9);
        decoder.drop();
        m_lane.finish();
        QCoreApplication::processEvents();
        QCOMPARE(answers, 0);
        decoder.show(evidenceOf(8), somePoint(1), someRange(), 3);
        QTRY_COMPARE(answers, 1);
    }

  private:
    Lane m_lane{Lane::Pace::Fast};
};

} // namespace latent

QTEST_GUILESS_MAIN(latent::DecodersTest)
#include "decoders_test.moc"
